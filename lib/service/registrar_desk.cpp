// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_desk.h"

#include "base/text.h"
#include "people/people_text.h"
#include "registrar/journal.h"

namespace evote::service {

namespace {

constexpr std::int64_t day = 24 * 60 * 60;

// What a job gives: a refusal is no error, and has changed nothing.
template <class T>
using Done = Result<Answer<T>>;

Bytes field(std::string_view text) {
    Bytes out;
    append_u32(out, static_cast<std::uint32_t>(text.size()));
    append(out, bytes_of(text));
    return out;
}

// Whether a voter may be shown a code now, whoever has identified the voter; how often this issue
// of it was shown.
Done<std::uint64_t> may_be_shown(RegistrarTables& tables, std::uint64_t number, std::uint32_t issue,
                                 std::int64_t now, const DeskRules& rules) {
    EVOTE_TRY(const auto hold, tables.hold_of(number));
    if (hold)
        return Answer<std::uint64_t>(Refusal::on_hold);
    EVOTE_TRY(const auto showings, tables.showings(number, issue, now - day));
    if (showings.since >= rules.showings_per_day)
        return Answer<std::uint64_t>(Refusal::too_often);
    return Answer<std::uint64_t>(showings.of_issue);
}

// Nobody is shown a code that another person was shown, nor the codes of two voters.
Result<bool> is_same_person(RegistrarTables& tables, std::uint64_t number, const std::string& who) {
    EVOTE_TRY(const auto person, tables.person_of(number));
    EVOTE_TRY(const auto other, tables.number_of(who));
    return (!person || *person == who) && (!other || *other == number);
}

// In the form in which it is kept, if it can be.
std::optional<std::string> reason_to_keep(std::string_view typed) {
    std::string reason = people::composed(trim(typed));
    if (!registrar::check_reason(reason))
        return std::nullopt;
    return reason;
}

} // namespace

std::string_view word_for(Refusal refusal) {
    switch (refusal) {
    case Refusal::unknown_person:
        return "unknown-person";
    case Refusal::no_such_voter:
        return "no-such-voter";
    case Refusal::revoked:
        return "revoked";
    case Refusal::on_hold:
        return "on-hold";
    case Refusal::other_person:
        return "other-person";
    case Refusal::too_often:
        return "too-often";
    case Refusal::shown_before:
        return "shown-before";
    case Refusal::bad_ticket:
        return "bad-ticket";
    case Refusal::bad_reason:
        return "bad-reason";
    case Refusal::undecided:
        return "undecided";
    case Refusal::nothing_to_do:
        return "nothing-to-do";
    case Refusal::failed:
        break;
    }
    return "failed";
}

std::string person_hash(const crypto::MacKey& key, const Identified& person) {
    return hex_encode(crypto::hmac_sha256(
        key, {bytes_of("person"), field(person.issuer), field(person.subject)}));
}

StateOwner owner_of(const registrar::RegistrarSecret& secret, const Digest32& fingerprint) {
    return {fingerprint, secret.registrar(),
            crypto::hmac_sha256(secret.service_key(), {bytes_of("state")})};
}

RegistrarDesk::RegistrarDesk(Parts parts, DeskRules rules)
    : parts_(std::move(parts)), rules_(rules), key_(parts_.codes.secret().service_key()) {}

bool RegistrarDesk::is_number(std::uint64_t number) const {
    return number >= 1 && number <= parts_.codes.voters();
}

Refusal RegistrarDesk::failed(const Error& error) const {
    parts_.log.write("failure", {{"error", error_name(error.code)}, {"text", error.english()}});
    return Refusal::failed;
}

Answer<std::uint32_t> RegistrarDesk::issue_of(std::uint64_t number) const {
    const auto issue = parts_.codes.issue(number);
    if (!issue)
        return failed(issue.error());
    if (!*issue)
        return Refusal::revoked;
    return **issue;
}

Digest32 RegistrarDesk::ticket_hash(const TicketText& ticket) const {
    return crypto::hmac_sha256(key_, {bytes_of("ticket"), ticket.bytes()});
}

template <class T>
void RegistrarDesk::write(std::function<Result<Answer<T>>(RegistrarTables&)> work,
                          const Tell<T>& tell) {
    parts_.store.write<Answer<T>>(std::move(work), [this, tell](Result<Answer<T>> done) {
        if (done)
            tell(*std::move(done));
        else
            tell(failed(done.error()));
    });
}

Tell<RegistrarDesk::Showing> RegistrarDesk::tell_code(const Tell<ShownCode>& tell) const {
    return [this, tell](Answer<Showing> answer) {
        if (const auto* const refusal = std::get_if<Refusal>(&answer))
            return tell(*refusal);
        const auto& [number, issue, before] = std::get<Showing>(answer);
        tell(ShownCode{number, std::string(parts_.list.row(number).voter),
                       parts_.codes.code(number, issue),
                       rules_.second_showing == SecondShowing::told ? before : 0});
    };
}

Done<RegistrarDesk::Showing> RegistrarDesk::show_to(RegistrarTables& tables,
                                                    Identification row) const {
    EVOTE_TRY(const bool same, is_same_person(tables, row.number, row.who));
    if (!same)
        return Answer<Showing>(Refusal::other_person);
    EVOTE_TRY(const auto before, may_be_shown(tables, row.number, row.issue, row.time, rules_));
    if (const auto* const refusal = std::get_if<Refusal>(&before))
        return Answer<Showing>(*refusal);
    const auto times = std::get<std::uint64_t>(before);
    if (times > 0 && rules_.second_showing == SecondShowing::refused)
        return Answer<Showing>(Refusal::shown_before);
    EVOTE_TRY_VOID(tables.add(row));
    return Answer<Showing>(Showing{row.number, row.issue, times});
}

void RegistrarDesk::show(const Identified& voter, const Tell<ShownCode>& tell) {
    const auto number = parts_.index.person(voter.person);
    if (!number)
        return tell(Refusal::unknown_person);
    const auto issue = issue_of(*number);
    if (const auto* const refusal = std::get_if<Refusal>(&issue))
        return tell(*refusal);
    Identification row;
    row.time = parts_.clock();
    row.issuer = voter.issuer;
    row.who = person_hash(key_, voter);
    row.number = *number;
    row.issue = std::get<std::uint32_t>(issue);
    write<Showing>([this, row](RegistrarTables& tables) { return show_to(tables, row); },
                   tell_code(tell));
}

Done<RegistrarDesk::Showing> RegistrarDesk::show_for(RegistrarTables& tables, const Digest32& hash,
                                                     std::int64_t now) const {
    EVOTE_TRY(const auto ticket, tables.good_ticket(hash, now));
    if (!ticket)
        return Answer<Showing>(Refusal::bad_ticket);
    const auto issue = issue_of(ticket->number);
    if (const auto* const refusal = std::get_if<Refusal>(&issue))
        return Answer<Showing>(*refusal);
    Identification row{0,
                       now,
                       Way::ticket,
                       ticket->issuer,
                       ticket->clerk,
                       ticket->number,
                       std::get<std::uint32_t>(issue)};
    EVOTE_TRY(const auto before, may_be_shown(tables, row.number, row.issue, now, rules_));
    if (const auto* const refusal = std::get_if<Refusal>(&before))
        return Answer<Showing>(*refusal);
    EVOTE_TRY_VOID(tables.use_ticket(hash, now));
    EVOTE_TRY_VOID(tables.add(row));
    return Answer<Showing>(Showing{row.number, row.issue, std::get<std::uint64_t>(before)});
}

void RegistrarDesk::show(const TicketText& ticket, const Tell<ShownCode>& tell) {
    write<Showing>([this, hash = ticket_hash(ticket), now = parts_.clock()](
                       RegistrarTables& tables) { return show_for(tables, hash, now); },
                   tell_code(tell));
}

Result<FoundVoter> RegistrarDesk::found(std::uint64_t number, RegistrarTables& tables) const {
    const auto row = parts_.list.row(number);
    FoundVoter out{number, std::string(row.voter), row.place.district};
    const auto issue = parts_.codes.issue(number);
    out.revoked = issue && !*issue;
    EVOTE_TRY(out.hold, tables.hold_of(number));
    EVOTE_TRY(const auto showings, tables.showings(number, 0, 0));
    out.shown = showings.since;
    return out;
}

std::vector<FoundVoter> RegistrarDesk::search(std::string_view typed, std::size_t most) {
    const auto numbers = parts_.index.search(typed, most);
    auto read = parts_.store.read([&](RegistrarTables& tables) -> Result<std::vector<FoundVoter>> {
        std::vector<FoundVoter> out;
        for (const std::uint64_t number : numbers) {
            EVOTE_TRY(auto voter, found(number, tables));
            out.push_back(std::move(voter));
        }
        return out;
    });
    if (read)
        return *std::move(read);
    (void)failed(read.error());
    return {};
}

void RegistrarDesk::make_ticket(const Identified& clerk, std::uint64_t number,
                                const Tell<MadeTicket>& tell) {
    if (!is_number(number))
        return tell(Refusal::no_such_voter);
    const auto issue = issue_of(number);
    if (const auto* const refusal = std::get_if<Refusal>(&issue))
        return tell(*refusal);
    const std::int64_t now = parts_.clock();
    auto text = std::make_shared<TicketText>(TicketText::draw(parts_.random));
    const Ticket ticket{ticket_hash(*text), number, clerk.issuer,
                        clerk.subject,      now,    now + rules_.ticket_seconds};
    Identification row{
        0, now, Way::clerk, clerk.issuer, clerk.subject, number, std::get<std::uint32_t>(issue)};
    write<Ticket>(
        [ticket, row, rules = rules_](RegistrarTables& tables) mutable -> Done<Ticket> {
            EVOTE_TRY(const std::uint64_t made, tables.tickets_of(ticket.clerk, row.time - day));
            if (made >= rules.tickets_per_day)
                return Answer<Ticket>(Refusal::too_often);
            EVOTE_TRY(const auto hold, tables.hold_of(ticket.number));
            if (hold)
                return Answer<Ticket>(Refusal::on_hold);
            EVOTE_TRY_VOID(tables.add(ticket));
            EVOTE_TRY_VOID(tables.add(row));
            return Answer<Ticket>(ticket);
        },
        [this, tell, text](Answer<Ticket> answer) {
            if (const auto* const refusal = std::get_if<Refusal>(&answer))
                return tell(*refusal);
            const auto& made = std::get<Ticket>(answer);
            tell(MadeTicket{std::move(*text), std::string(parts_.list.row(made.number).voter),
                            made.expires});
        });
}

void RegistrarDesk::request_change(const Identified& clerk, std::uint64_t number,
                                   ballot::ChangeAction action, std::string_view reason,
                                   const Tell<std::uint64_t>& tell) {
    if (!is_number(number))
        return tell(Refusal::no_such_voter);
    const auto kept = reason_to_keep(reason);
    if (!kept)
        return tell(Refusal::bad_reason);
    const auto issue = issue_of(number);
    if (const auto* const refusal = std::get_if<Refusal>(&issue))
        return tell(*refusal);
    ChangeRequest request;
    request.time = parts_.clock();
    request.number = number;
    request.action = action;
    request.reason = *kept;
    request.clerk = clerk.subject;
    write<std::uint64_t>(
        [request](RegistrarTables& tables) -> Done<std::uint64_t> {
            EVOTE_TRY(const auto id, tables.add(request));
            if (!id)
                return Answer<std::uint64_t>(Refusal::undecided);
            return Answer<std::uint64_t>(*id);
        },
        tell);
}

void RegistrarDesk::hold(const Identified& clerk, std::uint64_t number, std::string_view reason,
                         const Tell<std::uint64_t>& tell) {
    if (!is_number(number))
        return tell(Refusal::no_such_voter);
    const auto kept = reason_to_keep(reason);
    if (!kept)
        return tell(Refusal::bad_reason);
    write<std::uint64_t>(
        [hold = Hold{number, *kept, clerk.subject, parts_.clock()}](
            RegistrarTables& tables) -> Done<std::uint64_t> {
            EVOTE_TRY(const bool added, tables.add(hold));
            if (!added)
                return Answer<std::uint64_t>(Refusal::nothing_to_do);
            return Answer<std::uint64_t>(hold.number);
        },
        tell);
}

void RegistrarDesk::lift_hold(const Identified& clerk, std::uint64_t number,
                              const Tell<std::uint64_t>& tell) {
    if (!is_number(number))
        return tell(Refusal::no_such_voter);
    write<std::uint64_t>(
        [number, by = clerk.subject,
         now = parts_.clock()](RegistrarTables& tables) -> Done<std::uint64_t> {
            EVOTE_TRY(const bool lifted, tables.lift_hold(number, by, now));
            if (!lifted)
                return Answer<std::uint64_t>(Refusal::nothing_to_do);
            return Answer<std::uint64_t>(number);
        },
        tell);
}

} // namespace evote::service

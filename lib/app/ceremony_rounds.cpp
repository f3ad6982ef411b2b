// SPDX-License-Identifier: Apache-2.0
// Rounds 2 and 3, and the answer to complaints.
#include "base/text.h"
#include "ceremony_common.h"
#include "protocol/election.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

// The polynomials are kept until the trustee seals the election.
Outcome ceremony_goes_on(TrusteeAtWork& work) {
    if (!work.secret().polynomials())
        return fail(ErrorCode::already_sealed,
                    msg("the ceremony is over: trustee {0} has sealed the election",
                        work.secret().trustee()));
    return {};
}

Outcome deal(const CeremonyTrusteeOptions& options, Console& console) {
    EVOTE_TRY(TrusteeAtWork work, TrusteeAtWork::begin(options.folder, options.secret, console));
    EVOTE_TRY_VOID(record::joined_ceremony(work.notes, work.manifest));
    const record::CeremonyNoteName name{record::CeremonyRound::deal, work.secret().trustee()};
    if (!work.has_made(name.round)) {
        EVOTE_TRY_VOID(ceremony_goes_on(work));
        const record::DealNote note = record::make_deal_note(
            work.secret(), work.notes, work.manifest, crypto::system_random());
        EVOTE_TRY_VOID(work.make_note(name.round, note.text(work.manifest)));
    }
    show_note(work.folder, name, console);
    console.say(msg("Give this note to all other trustees, and collect theirs."));
    return {};
}

// The first time: checks all shares and signs the findings.
Outcome check_shares(TrusteeAtWork& work) {
    EVOTE_TRY_VOID(ceremony_goes_on(work));
    auto received = record::receive_shares(work.secret(), work.notes, work.manifest, nullptr);
    const record::CheckNote note{work.secret().trustee(), work.notes.transcript(work.manifest),
                                 std::move(received.accused)};
    if (received.sum)
        work.secret().keep_share(*std::move(received.sum));
    EVOTE_TRY_VOID(work.make_note(record::CeremonyRound::check, note.text(work.manifest)));
    return work.notes.add({record::CeremonyRound::check, note.trustee},
                          *board::Note::parse(work.secret().note(record::CeremonyRound::check)),
                          work.manifest);
}

// Later: the note exists; only the share may still be missing.
Outcome check_again(TrusteeAtWork& work, const record::CheckNote& made) {
    if (made.transcript != work.notes.transcript(work.manifest))
        return fail(ErrorCode::changed,
                    msg("the notes of rounds 1 and 2 are not those that trustee {0} has checked",
                        made.trustee));
    if (work.secret().polynomials() && work.take_share())
        return work.file.save();
    return {};
}

void show_check(TrusteeAtWork& work, const record::CheckNote& note, Console& console) {
    const std::string path =
        work.folder.note(record::round_name(record::CeremonyRound::check), note.trustee).string();
    std::vector<Message> lines{
        msg("The note of trustee {0} is in {1}", note.trustee, path),
        msg("Transcript: {0}", hex_encode(note.transcript)),
        msg("Read aloud: {0}", protocol::spoken_fingerprint(note.transcript))};
    for (const std::uint16_t dealer : note.accused)
        lines.push_back(msg("The share from trustee {0} is bad. The note says so.", dealer));
    console.facts(lines, {{"trustee", note.trustee},
                          {"note", path},
                          {"transcript", hex_encode(note.transcript)},
                          {"spoken", protocol::spoken_fingerprint(note.transcript)},
                          {"accused", note.accused},
                          {"share", !work.secret().share().empty()}});
    console.say(msg("Give this note to all other trustees, and collect theirs."));
}

Result<Status> check(const CeremonyTrusteeOptions& options, Console& console) {
    EVOTE_TRY(TrusteeAtWork work, TrusteeAtWork::begin(options.folder, options.secret, console));
    EVOTE_TRY_VOID(record::dealt_ceremony(work.notes, work.manifest));
    const auto& made = work.notes.check(work.secret().trustee());
    EVOTE_TRY_VOID(made ? check_again(work, made->body) : check_shares(work));
    show_check(work, made->body, console);
    return work.secret().share().empty() ? Status::invalid : Status::done;
}

Outcome answer(const CeremonyTrusteeOptions& options, Console& console) {
    EVOTE_TRY(TrusteeAtWork work, TrusteeAtWork::begin(options.folder, options.secret, console));
    EVOTE_TRY(const protocol::CheckedCeremony checked,
              record::checked_ceremony(work.notes, work.manifest));
    const record::CeremonyNoteName name{record::CeremonyRound::answer, work.secret().trustee()};
    record::AnswerNote note{name.trustee, work.notes.transcript(work.manifest), {}};
    for (const protocol::Complaint& complaint : checked.complaints()) {
        if (complaint.dealer != name.trustee || work.has_made(name.round))
            continue;
        EVOTE_TRY_VOID(ceremony_goes_on(work));
        const auto share = work.secret().polynomials()->share(complaint.accuser);
        note.shares.push_back({complaint.accuser, {share.expose().begin(), share.expose().end()}});
    }
    if (!note.shares.empty())
        EVOTE_TRY_VOID(work.make_note(name.round, note.text(work.manifest)));
    if (!work.has_made(name.round)) {
        console.facts({msg("Nobody has complained about trustee {0}: there is nothing to answer.",
                           name.trustee)},
                      {{"trustee", name.trustee}, {"note", nullptr}});
        return {};
    }
    show_note(work.folder, name, console);
    console.say(msg("Give this note to all other trustees."));
    return {};
}

} // namespace

Status ceremony_deal(const CeremonyTrusteeOptions& options, Console& console) {
    return console.end(deal(options, console));
}

Status ceremony_check(const CeremonyTrusteeOptions& options, Console& console) {
    const auto status = check(options, console);
    return status ? *status : console.complain(status.error());
}

Status ceremony_answer(const CeremonyTrusteeOptions& options, Console& console) {
    return console.end(answer(options, console));
}

} // namespace evote::app

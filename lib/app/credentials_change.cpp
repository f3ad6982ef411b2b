// SPDX-License-Identifier: Apache-2.0
#include "app/private_codes.h"
#include "app/registrar_desk.h"
#include "app/roll_changes.h"
#include "app/sealed_ground.h"
#include "app/secret_file.h"
#include "app/workable.h"
#include "os/file.h"
#include "people/people_text.h"
#include "record/verdict_text.h"
#include "record/voter_lookup.h"
#include "registrar/change_maker.h"
#include "registrar/codes_file.h"
#include "registrar/journal.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace evote::app {

namespace {

using ballot::ChangeAction;
using registrar::UnfinishedChange;

// Larger than any change of eight registrars.
constexpr std::uint64_t largest_change = 4096;

std::filesystem::path journal_of(const RollChangeOptions& options) {
    auto path = options.secret.file;
    return path += ".journal";
}

// The command at work: everything that it reads.
struct Desk {
    const RollChangeOptions& options;
    Console& console;
    std::unique_ptr<const record::SealedRecord> record; // what history and voters refer to
    record::RollHistory history;
    record::NumberedVoters voters;
    std::uint64_t log_size;
    registrar::RegistrarSecretFile file;
    std::string name{}; // of the voter, by the list if there is one

    registrar::RegistrarsView view() const { return {*record, voters, history, log_size}; }

    registrar::RegistrarSecret& secret() { return file.secret(); }
};

Outcome check_options(const RollChangeOptions& options) {
    EVOTE_TRY_VOID(registrar::check_reason(people::composed(options.reason)));
    for (const auto& file : {options.secret.file, options.secret.passphrase.file, options.list,
                             options.codes, options.change})
        EVOTE_TRY_VOID(keep_out_of_record(file, options.folder));
    if (options.codes.empty())
        return {};
    if (options.action == ChangeAction::revoke)
        return fail(ErrorCode::usage, msg("a voter who is revoked gets no new code"));
    return os::must_be_free(options.codes);
}

Outcome bind_secret(registrar::RegistrarSecret& secret, const RollChangeOptions& options,
                    const Digest32& fingerprint) {
    if (!secret.election() && !options.anchor.is_given())
        return fail(ErrorCode::usage,
                    msg("this secret file has signed no change yet: give the announced fingerprint "
                        "with --fingerprint, which it will remember"));
    return secret.bind(fingerprint);
}

// What the file asks for, if it is there, is what was asked for here.
Result<UnfinishedChange> read_change_file(const Desk& desk) {
    const RollChangeOptions& options = desk.options;
    EVOTE_TRY(Bytes bytes, os::read_file(options.change, largest_change));
    auto change = UnfinishedChange::parse(std::move(bytes), desk.record->election);
    if (!change)
        return fail(std::move(change).take_error().in_file(options.change.string()));
    const auto refuse = [&](Message why) {
        return fail(Error{ErrorCode::refused, std::move(why), options.change.string(), {}});
    };
    if (change->header().action != options.action)
        return refuse(options.action == ChangeAction::replace
                          ? msg("this roll change revokes a voter; it does not replace codes")
                          : msg("this roll change replaces codes; it does not revoke a voter"));
    if (options.until && change->header().until != *options.until)
        return refuse(msg("this roll change is valid below entry {0}, and not {1}",
                          change->header().until, *options.until));
    return change;
}

Result<UnfinishedChange> open_change(const Desk& desk) {
    const RollChangeOptions& options = desk.options;
    EVOTE_TRY(const auto credential, registrar::present_credential(options.number, desk.view()));
    if (os::file_exists(options.change))
        return read_change_file(desk);
    // What a board withholds expires.
    const std::uint64_t usual = desk.log_size + 1000 + desk.voters.size() / 10;
    return UnfinishedChange::begin(desk.record->election,
                                   {options.until.value_or(usual), credential, options.action});
}

Outcome ask(Desk& desk) {
    const RollChangeOptions& options = desk.options;
    if (options.list.empty())
        return {};
    EVOTE_TRY(const auto list, read_list_of(options.list, *desk.record, desk.voters, desk.console));
    const auto row = list.row(options.number);
    desk.name = row.voter;
    const auto& district = desk.record->manifest().districts()[row.place.district].id;
    desk.console.facts({msg("The voter with the number {0}: {1}, district {2}", options.number,
                            desk.name, district)},
                       {{"voter", desk.name}, {"district", district}});
    if (options.consent == Consent::given)
        return {};
    EVOTE_TRY(const bool yes,
              desk.console.confirm(
                  options.action == ChangeAction::replace
                      ? msg("Give this voter new codes, and end the old ones? (yes/no)")
                      : msg("End this voter's right to vote online for good? (yes/no)")));
    if (!yes)
        return fail(ErrorCode::declined, msg("nothing was changed"));
    return {};
}

// Where only the first ballot counts, new codes do not undo what a thief has cast.
Outcome warn_if_too_late(const Desk& desk, crypto::Random& random) {
    if (desk.options.action != ChangeAction::replace ||
        desk.record->manifest().revote() != protocol::Revote::none)
        return {};
    EVOTE_TRY(const std::uint32_t place, desk.voters.place(desk.options.number));
    EVOTE_TRY(const auto found, record::look_up_voter(*desk.record, desk.history, place, random));
    if (found.counted)
        desk.console.say(msg("Warning: a ballot of this voter counts already, and only the first "
                             "one counts in this election: the new codes come too late"));
    return {};
}

// Nobody, if no code is written.
Result<CodeReaders> readers_of(const RollChangeOptions& options) {
    if (options.codes.empty())
        return CodeReaders();
    return CodeReaders::parse(options.recipients, options.plain);
}

// The code behind this registrar's half of the change.
Outcome write_code(Desk& desk, const CodeReaders& readers, crypto::Random& random) {
    const RollChangeOptions& options = desk.options;
    if (options.codes.empty())
        return {};
    return write_codes(options.codes,
                       registrar::last_code_file(desk.secret(), options.number, desk.name), readers,
                       random);
}

// The change leaves last: what it rests on is on the disk by then.
Outcome write_all(Desk& desk, const UnfinishedChange& change, const registrar::AddedParts& added,
                  const CodeReaders& readers, crypto::Random& random) {
    const RollChangeOptions& options = desk.options;
    EVOTE_TRY_VOID(desk.file.save());
    EVOTE_TRY_VOID(write_code(desk, readers, random));
    if (added.signature)
        EVOTE_TRY_VOID(registrar::append_to_journal(
            journal_of(options), {options.clock(), options.number, options.action,
                                  people::composed(options.reason), change.hash()}));
    return os::write_file(options.change, change.bytes(), os::Existing::replace);
}

void show(const Desk& desk, const UnfinishedChange& change, const registrar::AddedParts& added) {
    const std::string file = desk.options.change.string();
    std::vector<Message> lines;
    if (added.half)
        lines.push_back(msg("{0}: the half was added", file));
    if (added.signature)
        lines.push_back(msg("{0}: the signature was added", file));
    if (!added.half && !added.signature)
        lines.push_back(msg("{0}: this registrar has nothing to add now", file));
    json::JsonWriter halves = json::JsonWriter::array();
    json::JsonWriter signatures = json::JsonWriter::array();
    for (std::uint8_t i = 1; i <= change.layout().registrars(); ++i) {
        if (change.is_replacement() && !change.has_half(i)) {
            lines.push_back(msg("The half of registrar {0} is missing", i));
            halves.push_back(i);
        }
        if (!change.has_signature(i)) {
            lines.push_back(msg("The signature of registrar {0} is missing", i));
            signatures.push_back(i);
        }
    }
    if (change.is_complete())
        lines.push_back(
            msg("It is complete: the board takes it as an entry below {0}", change.header().until));
    desk.console.facts(lines, {{"change", file},
                               {"number", desk.options.number},
                               {"action", record::word_of(desk.options.action)},
                               {"until", change.header().until},
                               {"missing_halves", std::move(halves)},
                               {"missing_signatures", std::move(signatures)},
                               {"complete", change.is_complete()}});
}

Result<Desk> open_desk(const RollChangeOptions& options, crypto::Random& random, Console& console) {
    EVOTE_TRY(record::SealedRecord opened, open_sealed(options.folder, options.anchor, console));
    auto record = std::make_unique<const record::SealedRecord>(std::move(opened));
    EVOTE_TRY_VOID(must_have_registrars(record->manifest()));
    EVOTE_TRY(const board::LogReader log, record->open_log());
    if (log.closed())
        return fail(ErrorCode::closed, msg("the board is closed already"));
    EVOTE_TRY(auto file, open_secret_file<registrar::RegistrarSecretFile>(
                             options.secret, record->manifest(), console));
    EVOTE_TRY(auto history, record::RollHistory::read(*record, random));
    EVOTE_TRY(auto voters, record::NumberedVoters::read(*record));
    return Desk{options,           console,    std::move(record), std::move(history),
                std::move(voters), log.size(), std::move(file)};
}

} // namespace

Outcome credentials_change(const RollChangeOptions& options, crypto::Random& random,
                           Console& console) {
    EVOTE_TRY_VOID(check_options(options));
    EVOTE_TRY(const auto readers, readers_of(options));
    EVOTE_TRY(Desk desk, open_desk(options, random, console));
    EVOTE_TRY_VOID(registrar::must_be_registrar_of(desk.secret(), desk.view()));
    EVOTE_TRY_VOID(bind_secret(desk.secret(), options, desk.record->election.fingerprint()));
    EVOTE_TRY(UnfinishedChange change, open_change(desk));
    EVOTE_TRY_VOID(ask(desk));
    EVOTE_TRY_VOID(warn_if_too_late(desk, random));
    auto added = registrar::add_parts(change, options.number, desk.secret(), desk.view(), random);
    if (!added)
        return fail(std::move(added).take_error().in_file(options.change.string()));
    EVOTE_TRY_VOID(write_all(desk, change, *added, readers, random));
    show(desk, change, *added);
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
// Whose a code is and what became of it: from the whole record, or from static files made of it.
#include "app/private_file.h"
#include "app/roll_changes.h"
#include "app/sealed_ground.h"
#include "app/voter_code.h"
#include "app/whose_ballot.h"
#include "app/workable.h"
#include "os/file.h"
#include "os/new_folder.h"
#include "record/half_lookup.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

using Kind = protocol::CredentialStanding::Kind;

constexpr std::uint64_t largest_lookup_file = std::uint64_t{1} << 20;

Message sentence_for(Kind kind) {
    switch (kind) {
    case Kind::replaced:
        return msg("It was replaced: the voter has a newer code of this registrar");
    case Kind::revoked:
        return msg("It was revoked: the voter may no longer vote online");
    default:
        return msg("It is the voter's present code of this registrar");
    }
}

// What the files of a lookup have of a code.
Result<record::LookupRow> find_in_record(const FindHalfOptions& options, Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(options.code_file, options.folder));
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY_VOID(must_have_registrars(record.manifest()));
    EVOTE_TRY(const auto code,
              read_registrar_code(options.code_file, record.manifest().registrars(), console));
    EVOTE_TRY(const auto history, record::RollHistory::read(record, crypto::system_random()));
    EVOTE_TRY(const auto voters, record::NumberedVoters::read(record));
    EVOTE_TRY(const auto found, look_up_code(code, record, voters, history));
    if (!found)
        return fail(nobodys_code(code, options.code_file));
    EVOTE_TRY(const std::uint64_t number, voters.number(found->voter));
    return record::LookupRow{{}, found->registrar, number, found->kind, found->entry};
}

Result<record::LookupFacts> read_facts(const std::filesystem::path& folder) {
    const auto path = folder / record::LookupFacts::file_name;
    EVOTE_TRY(const Bytes file, os::read_plain_file(path, largest_lookup_file));
    auto facts = record::LookupFacts::parse(file);
    if (!facts)
        return fail(std::move(facts).take_error().in_file(path.string()));
    return facts;
}

Result<std::vector<record::LookupRow>> read_rows(const std::filesystem::path& path) {
    EVOTE_TRY(const Bytes file, os::read_plain_file(path, largest_lookup_file));
    auto rows = record::parse_lookup_file(file);
    if (!rows)
        return fail(std::move(rows).take_error().in_file(path.string()));
    return rows;
}

Result<record::LookupRow> find_in_lookup(const FindHalfOptions& options, Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(options.code_file, options.lookup));
    EVOTE_TRY(const auto facts, read_facts(options.lookup));
    EVOTE_TRY_VOID(options.anchor.check(facts.election));
    tell_anchor(options.anchor, facts.election, console);
    EVOTE_TRY(const auto code, read_registrar_code(options.code_file, facts.registrars, console));
    for (const std::uint8_t registrar : code.registrars) {
        const auto half = ballot::Half::from_code(facts.manifest, registrar, code.bytes);
        if (!half)
            continue;
        EVOTE_TRY(const auto rows, read_rows(options.lookup / facts.file_of(half->encoding)));
        if (const auto found = record::find_half(rows, registrar, half->encoding))
            return *found;
    }
    return fail(nobodys_code(code, options.code_file));
}

} // namespace

Outcome credentials_find_half(const FindHalfOptions& options, Console& console) {
    if (options.folder.empty() == options.lookup.empty())
        return fail(ErrorCode::usage, msg("give either the election's folder or --lookup"));
    EVOTE_TRY(const auto found, options.lookup.empty() ? find_in_record(options, console)
                                                       : find_in_lookup(options, console));
    json::JsonWriter facts{{"registrar", found.registrar},
                           {"number", found.number},
                           {"standing", record::word_of(found.kind)},
                           {"entry", nullptr}};
    if (found.entry)
        facts["entry"] = *found.entry;
    console.facts({msg("Registrar {0} made this code for the voter with the number {1}",
                       found.registrar, found.number),
                   sentence_for(found.kind)},
                  facts);
    return {};
}

Outcome credentials_lookup(const HalfLookupOptions& options, Console& console) {
    EVOTE_TRY(const bool inside, os::is_inside(options.out, options.folder));
    if (inside)
        return fail(
            Error{ErrorCode::usage,
                  msg("nothing but the record belongs in the folder {0}; name a place outside "
                      "of it",
                      options.folder.string()),
                  options.out.string(),
                  {}});
    EVOTE_TRY_VOID(os::must_be_free(options.out));
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY_VOID(must_have_registrars(record.manifest()));
    EVOTE_TRY(const auto history, record::RollHistory::read(record, crypto::system_random()));
    EVOTE_TRY(const auto voters, record::NumberedVoters::read(record));
    EVOTE_TRY(const auto lookup, record::HalfLookup::make(record, voters, history));
    EVOTE_TRY(auto folder, os::NewFolder::begin(options.out));
    std::uint64_t files = 0;
    EVOTE_TRY_VOID(lookup.write([&](const std::string& name, ByteView bytes) {
        ++files;
        return folder.put(name, bytes);
    }));
    EVOTE_TRY_VOID(std::move(folder).finish());
    const std::uint64_t log_size = lookup.facts().log.size;
    console.facts({msg("{0} halves, as they were when the log had {1} entries, are in {2} files in "
                       "{3}",
                       lookup.size(), log_size, files, options.out.string())},
                  {{"halves", lookup.size()},
                   {"entries", log_size},
                   {"files", files},
                   {"folder", options.out.string()}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/private_file.h"
#include "app/registrar.h"
#include "app/voters_file.h"
#include "app/workable.h"
#include "base/text.h"
#include "os/file.h"
#include "record/open_record.h"
#include "record/registrar_files.h"
#include "record/stated_fingerprint.h"
#include "registrar/list_row.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace evote::app {

namespace {

struct DistrictVoters {
    std::uint64_t voters = 0;
    std::uint64_t weight = 0;
};

void show_list(const registrar::PrivateList& list, const protocol::Manifest& manifest,
               const std::filesystem::path& path, Console& console) {
    std::vector<DistrictVoters> districts(manifest.districts().size());
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        const auto place = list.row(number).place;
        ++districts[place.district].voters;
        districts[place.district].weight += place.weight();
    }
    std::vector<Message> lines;
    json::JsonWriter facts_of_districts = json::JsonWriter::array();
    for (std::size_t d = 0; d < districts.size(); ++d) {
        const std::string& id = manifest.districts()[d].id;
        lines.push_back(msg("District {0}: {1} voters, weights {2} in all", id, districts[d].voters,
                            districts[d].weight));
        facts_of_districts.push_back(
            {{"id", id}, {"voters", districts[d].voters}, {"weight", districts[d].weight}});
    }
    const std::string spoken = protocol::spoken_fingerprint(list.hash());
    lines.push_back(msg("{0} voters are on the list {1}", list.size(), path.string()));
    lines.push_back(msg("List hash: {0}", hex_encode(list.hash())));
    lines.push_back(msg("Read aloud: {0}", spoken));
    console.facts(lines, {{"voters", list.size()},
                          {"districts", std::move(facts_of_districts)},
                          {"list", path.string()},
                          {"list_hash", hex_encode(list.hash())},
                          {"spoken", spoken}});
}

// The hash in all notes that the record has; there must be one.
Result<Digest32> hash_of_notes(const record::RecordFolder& folder, Console& console) {
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY_VOID(must_have_registrars(manifest));
    std::vector<board::VerifierKey> keys;
    if (os::file_exists(folder.board())) {
        EVOTE_TRY(const record::BoardFile board, record::read_board(folder, manifest));
        keys = board.registrars;
    } else {
        console.say(msg("The election is not sealed yet: whose signatures the notes have was NOT "
                        "CHECKED"));
    }
    std::optional<Digest32> hash;
    for (unsigned i = 1; i <= manifest.registrars(); ++i) {
        const auto index = static_cast<std::uint8_t>(i);
        EVOTE_TRY(const auto note, record::read_registrar_note(folder, manifest, index));
        const std::string path = folder.registrar_note(index).string();
        if (!keys.empty())
            if (auto is_signed = note.must_be_signed(keys[i - 1]); !is_signed)
                return fail(std::move(is_signed).take_error().in_file(path));
        if (hash && *hash != note.list)
            return fail(
                Error{ErrorCode::registrars_differ,
                      msg("registrars {0} and {1} were given different lists of voters", 1, i),
                      path,
                      {}});
        hash = note.list;
    }
    return *hash;
}

Result<Digest32> expected_hash(const CheckRowOptions& options, Console& console) {
    if (options.paths.size() == 2 && options.list_hash.empty())
        return hash_of_notes(record::RecordFolder(options.paths.front()), console);
    if (options.paths.size() != 1 || options.list_hash.empty())
        return fail(ErrorCode::usage, msg("give either a file and --list-hash, or the election's "
                                          "folder and a file"));
    const auto hash = hex_decode_array<sizeof(Digest32)>(options.list_hash);
    if (!hash)
        return fail(ErrorCode::usage,
                    msg("a list hash has {0} lower-case hex digits", 2 * sizeof(Digest32)));
    return *hash;
}

} // namespace

Outcome registrar_list(const RegistrarListOptions& options, crypto::Random& random,
                       Console& console) {
    const record::RecordFolder record(options.folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY_VOID(must_have_registrars(manifest));
    EVOTE_TRY_VOID(keep_out_of_record(options.out, options.folder));
    EVOTE_TRY_VOID(keep_out_of_record(options.voters, options.folder));
    EVOTE_TRY_VOID(os::must_be_free(options.out));
    EVOTE_TRY(const VotersFile voters,
              read_voters_file(options.voters, manifest, console, SIZE_MAX));
    std::vector<registrar::NamedVoter> named;
    for (const auto& voter : voters.voters)
        named.push_back({voter.name,
                         {static_cast<std::uint32_t>(voter.weight - 1),
                          static_cast<std::uint16_t>(voter.district)}});
    EVOTE_TRY(Bytes file, registrar::PrivateList::draw(named, manifest, random));
    EVOTE_TRY_VOID(os::write_file(options.out, file, os::Existing::keep, os::Access::owner_only));
    EVOTE_TRY(const auto list, registrar::PrivateList::parse(std::move(file), manifest));
    show_list(list, manifest, options.out, console);
    console.say(msg("Give this list to every registrar and to nobody else, and read its hash aloud "
                    "to them"));
    return {};
}

Outcome registrar_open_row(const OpenRowOptions& options, Console& console) {
    EVOTE_TRY(Bytes file, os::read_file(options.list));
    auto rows = registrar::ListRows::parse(std::move(file));
    if (!rows)
        return fail(std::move(rows).take_error().in_file(options.list.string()));
    if (options.number < 1 || options.number > rows->size())
        return fail(ErrorCode::usage,
                    msg("the list has numbers 1 to {0}, not {1}", rows->size(), options.number));
    const std::string text = registrar::list_row_text(rows->open_row(options.number));
    if (!options.out.empty()) {
        EVOTE_TRY_VOID(os::write_file(options.out, bytes_of(text), os::Existing::keep,
                                      os::Access::owner_only));
        console.facts({msg("Row {0} is in {1}", options.number, options.out.string())},
                      {{"number", options.number},
                       {"list_hash", hex_encode(rows->hash())},
                       {"file", options.out.string()}});
        return {};
    }
    std::vector<Message> lines;
    for (const auto line : split(std::string_view(text).substr(0, text.size() - 1), '\n'))
        lines.push_back(verbatim(std::string(line)));
    console.facts(
        lines,
        {{"number", options.number}, {"list_hash", hex_encode(rows->hash())}, {"text", text}});
    return {};
}

Outcome registrar_check_row(const CheckRowOptions& options, Console& console) {
    EVOTE_TRY(const Digest32 hash, expected_hash(options, console));
    const std::string& path = options.paths.back();
    EVOTE_TRY(const Bytes file, os::read_file(path, registrar::largest_list_row));
    auto opening = registrar::parse_list_row(file);
    if (!opening)
        return fail(std::move(opening).take_error().in_file(path));
    if (auto is_in = registrar::check_row(*opening, hash); !is_in)
        return fail(std::move(is_in).take_error().in_file(path));
    const auto values = split(opening->text, ',');
    if (values.size() != 5)
        return fail(Error{ErrorCode::malformed,
                          msg("five values are expected here: number, "
                              "voter, district, weight, salt"),
                          path,
                          {}});
    console.facts({msg("Row {0} of {1} in the list with the hash {2}", opening->number,
                       opening->rows, hex_encode(hash)),
                   msg("{0}, district {1}, weight {2}", values[1], values[2], values[3])},
                  {{"number", opening->number},
                   {"rows", opening->rows},
                   {"list_hash", hex_encode(hash)},
                   {"voter", std::string(values[1])},
                   {"district", std::string(values[2])},
                   {"weight", std::string(values[3])}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/sealed_ground.h"
#include "app/verify.h"
#include "app/whose_ballot.h"
#include "base/text.h"
#include "evote/check.h"
#include "os/file.h"
#include "protocol/opening.h"
#include "record/checked_opening.h"
#include "record/tracker_search.h"
#include "record/verdict_text.h"
#include "record/voter_lookup.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

Result<Digest32> parse_tracker(std::string_view text) {
    const auto tracker = hex_decode_array<32>(text);
    if (!tracker)
        return fail(ErrorCode::usage, msg("a tracker is 64 digits from 0 to 9 and a to f"));
    return *tracker;
}

// What was chosen, in words.
std::vector<Message> choices_of(const protocol::Manifest& manifest,
                                const std::vector<protocol::OpenedContest>& opened,
                                std::string_view language) {
    std::vector<Message> out;
    for (const auto& part : opened) {
        const auto& contest = manifest.contests()[part.contest];
        std::vector<std::string_view> titles;
        for (const std::size_t option : part.options)
            titles.push_back(contest.options[option].title.in(language));
        if (titles.empty())
            out.push_back(msg("{0}: nothing", contest.title.in(language)));
        else
            out.push_back(msg("{0}: {1}", contest.title.in(language),
                              fmt::format("{}", fmt::join(titles, ", "))));
    }
    return out;
}

json::JsonWriter json_of(const protocol::Manifest& manifest,
                         const std::vector<protocol::OpenedContest>& opened) {
    json::JsonWriter out = json::JsonWriter::array();
    for (const auto& part : opened) {
        const auto& contest = manifest.contests()[part.contest];
        json::JsonWriter options = json::JsonWriter::array();
        for (const std::size_t option : part.options)
            options.push_back(contest.options[option].id);
        out.push_back({{"id", contest.id}, {"options", std::move(options)}});
    }
    return out;
}

Error refused_by_board(Message why, const std::filesystem::path& opening) {
    return {ErrorCode::bad_ballot, std::move(why), opening.string(), {verbatim("header")}};
}

Result<record::CheckedOpening> read_opening(const std::filesystem::path& path,
                                            const record::SealedRecord& record,
                                            const Digest32& tracker) {
    EVOTE_TRY(const Bytes bytes, os::read_file(path, protocol::largest_opening));
    auto checked = record::CheckedOpening::check(record, bytes, tracker);
    if (!checked)
        return fail(std::move(checked).take_error().in_file(path.string()));
    return checked;
}

// What the log says: the ballot is not in it, and its counter is one that the voter has reached.
Outcome compare_with_board(const record::SealedRecord& record, const Digest32& tracker,
                           const ballot::Header& header, const std::filesystem::path& file,
                           Console& console) {
    if (!record::has_log(record))
        return fail(ErrorCode::not_checked,
                    msg("NOT CHECKED: whether this ballot was cast, and whether its counter is "
                        "right: the board is missing here"));
    EVOTE_TRY(const board::LogReader log, record.open_log());
    EVOTE_TRY(const auto entry, record::find_tracker(record.election, log, tracker));
    if (entry)
        return fail(Error{ErrorCode::cast_after_audit,
                          msg("this ballot was audited, and yet it was cast"),
                          record.folder.log().string(),
                          {msg("entry {0}", *entry)}});
    EVOTE_TRY(const auto history, record::RollHistory::read(record, crypto::system_random()));
    EVOTE_TRY(const auto found,
              record::look_up_voter(record, history, history.of(header.credential).voter,
                                    crypto::system_random()));
    if (header.counter > found.valid)
        return fail(refused_by_board(
            msg("the board would have refused the prepared ballot: its counter is {0}, and the "
                "board has {1} valid ballots of this voter",
                header.counter, found.valid),
            file));
    if (header.counter < found.valid)
        console.say(msg("Its counter is {0}, and the board has {1} valid ballots of this voter: "
                        "unless one of them was cast after this one was prepared, the board would "
                        "have refused it",
                        header.counter, found.valid));
    return {};
}

Outcome run(const VerifyOpeningOptions& options, Console& console) {
    EVOTE_TRY(const Digest32 noted, parse_tracker(options.tracker));
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(const auto opened, read_opening(options.opening, record, noted));
    auto lines =
        choices_of(record.manifest(), opened.choices, texts::language_tag(console.language()));
    lines.insert(lines.begin(), msg("The ballot with tracker {0} encrypts:", hex_encode(noted)));
    console.facts(lines, {{"tracker", hex_encode(noted)},
                          {"contests", json_of(record.manifest(), opened.choices)}});
    EVOTE_TRY_VOID(
        must_be_voters(options.code_file, record.manifest(), &record, opened.header, console));
    return compare_with_board(record, noted, opened.header, options.opening, console);
}

} // namespace

Status verify_opening(const VerifyOpeningOptions& options, Console& console) {
    return console.end(run(options, console));
}

} // namespace evote::app

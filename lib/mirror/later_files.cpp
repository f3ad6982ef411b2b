// SPDX-License-Identifier: Apache-2.0
#include "mirror/later_files.h"

#include "board/resumption.h"
#include "record/evidence.h"

#include <fmt/format.h>

namespace evote::mirror {

namespace {

constexpr std::uint64_t largest_resumption = std::uint64_t{1} << 16;
constexpr std::uint64_t largest_decryption = std::uint64_t{1} << 28;
constexpr std::uint64_t largest_result = std::uint64_t{1} << 30;
constexpr const char* closed_name = "board/closed";

enum class Change { never, may };

Outcome mirror_file(const MirrorWork& work, const std::string& name, std::uint64_t limit,
                    Change change) {
    EVOTE_TRY(const auto served, fetch_file(work.network, name, limit));
    EVOTE_TRY(const auto mirrored, work.folder.read(name, limit));
    if (!served)
        return {};
    if (mirrored && equal(*mirrored, *served))
        return {};
    if (mirrored && change == Change::never)
        return shout_with(work.shout, work.folder.record().path(), FindingKind::later_changed,
                          {ErrorCode::changed,
                           msg("this file is another one now than when it was mirrored"),
                           name,
                           {}},
                          {{"before", *mirrored}, {"now", *served}});
    if (mirrored)
        EVOTE_TRY_VOID(record::keep_evidence(work.folder.record().path(), "decryption", *mirrored));
    return work.folder.put(name, *served);
}

} // namespace

Outcome mirror_resumptions(const MirrorWork& work, const record::BoardFile& board) {
    for (std::uint64_t number = 1;; ++number) {
        const std::string name = "board/" + board::resumption_name(number);
        if (work.folder.has(name))
            continue;
        EVOTE_TRY(const auto served, fetch_file(work.network, name, largest_resumption));
        if (!served)
            return {};
        const auto note = board::open_resumption(*served, board.key);
        if (!note)
            return fail(Error{note.error()}.in_file(name));
        EVOTE_TRY_VOID(work.folder.put(name, *served));
        const auto told = shout_with(
            work.shout, work.folder.record().path(), FindingKind::after_loss,
            {ErrorCode::not_checked,
             msg("the board says that it went on after a loss, from {0} entries: ballots that it "
                 "acknowledged may be missing",
                 note->from.size),
             name,
             {}},
            {{"resumed", *served}});
        if (told.error().code != ErrorCode::not_checked)
            return told;
    }
}

Result<bool> mirror_closing_mark(const MirrorWork& work, const record::BoardFile& board,
                                 const board::SignedCheckpoint& here, LogMirror& log) {
    EVOTE_TRY(const auto served, fetch_file(work.network, closed_name, largest_checkpoint));
    EVOTE_TRY(const auto mirrored, work.folder.read(closed_name, largest_checkpoint));
    if (!served)
        return mirrored.has_value();
    auto mark = board::open_checkpoint(*served, board.key);
    if (!mark)
        return fail(std::move(mark).take_error().in_file(closed_name));
    if (mark->size() > here.size()) // the checkpoint was asked for before
        return false;
    if (mark->checkpoint() != here.checkpoint()) {
        EVOTE_TRY_VOID(log.compare(*mark));
        EVOTE_TRY_VOID(
            shout_with(work.shout, work.folder.record().path(), FindingKind::went_on,
                       {ErrorCode::board_contradicts,
                        msg("the log goes on, although the board has signed that it was closed"),
                        closed_name,
                        {}},
                       {{"closed", *served}, {"checkpoint", to_bytes(here.note())}}));
    }
    if (!mirrored || !equal(*mirrored, *served))
        EVOTE_TRY_VOID(work.folder.put(closed_name, *served));
    return true;
}

Result<bool> mirror_results(const MirrorWork& work, const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(mirror_file(work, "tally.json", largest_result, Change::never));
    if (!work.folder.has("tally.json"))
        return false;
    for (unsigned i = 1; i <= manifest.trustees().count; ++i)
        EVOTE_TRY_VOID(mirror_file(work, fmt::format("decryptions/{}.json", i), largest_decryption,
                                   Change::may));
    EVOTE_TRY_VOID(mirror_file(work, "result.json", largest_result, Change::never));
    return work.folder.has("result.json");
}

} // namespace evote::mirror

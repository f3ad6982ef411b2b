// SPDX-License-Identifier: Apache-2.0
#include "app/board_log.h"

#include "evote/app/board.h"
#include "evote/base/text.h"
#include "evote/os/file.h"
#include "evote/protocol/ballot_parts.h"
#include "evote/record/tracker_search.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_receipt = 1 << 18;

Error against_the_board(const Message& message) {
    return {ErrorCode::invalid, message, {}, {}};
}

// How the board stands to a receipt that is right by itself, as far as the files tell.
Result<board::LogRelation> compare(board::LogReader& log, const board::Receipt& receipt,
                                   const board::SignedCheckpoint& signed_then) {
    if (std::filesystem::exists(log.folder() / "tile")) {
        EVOTE_TRY(const board::ReceiptInLog found, board::find_receipt(log, receipt));
        return found.relation;
    }
    switch (board::compare_checkpoints(signed_then, log.checkpoint())) {
    case board::CheckpointPair::same:
        return board::LogRelation::same;
    case board::CheckpointPair::split:
        return board::LogRelation::split;
    case board::CheckpointPair::different:
        break;
    }
    if (signed_then.size() > log.size())
        return board::LogRelation::later;
    return fail(ErrorCode::incomplete,
                msg("NOT CHECKED: whether the board goes on from the receipt, for the board's "
                    "tiles are not here"));
}

Outcome judge(board::LogRelation relation) {
    switch (relation) {
    case board::LogRelation::same:
    case board::LogRelation::earlier:
        return {};
    case board::LogRelation::later:
        return fail(against_the_board(
            msg("the board is shorter than it was when it gave this receipt: this is an old copy, "
                "or ballots were removed. The receipt and board/checkpoint are the evidence")));
    case board::LogRelation::split:
        break;
    }
    return fail(against_the_board(
        msg("the board has signed two different histories. The receipt and board/checkpoint are "
            "the evidence")));
}

} // namespace

Outcome board_receipt(const std::filesystem::path& folder, const std::string& tracker,
                      const std::filesystem::path& out, Console& console) {
    const auto wanted = hex_decode_array<32>(tracker);
    if (!wanted)
        return fail(ErrorCode::refused, msg("a tracker has 64 digits 0 to 9 and a to f"));
    EVOTE_TRY(const record::OpenRecord record,
              record::OpenRecord::open(record::RecordFolder(folder)));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY(const auto index, record::find_tracker(record.election, log, *wanted));
    if (!index)
        return fail(Error{ErrorCode::invalid,
                          msg("the board has no ballot with tracker {0}", tracker),
                          record.folder.log().string(),
                          {}});
    EVOTE_TRY(const board::Receipt receipt, receipt_of(log, *index));
    EVOTE_TRY_VOID(os::write_file(out, receipt.encode()));
    console.facts(
        {msg("Entry {0} of {1}; the receipt is in {2}", *index, log.size(), out.string())},
        {{"tracker", tracker}, {"index", *index}, {"size", log.size()}});
    return {};
}

Outcome board_check_receipt(const std::filesystem::path& folder, const std::filesystem::path& path,
                            Console& console) {
    const record::RecordFolder record(folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY(const record::BoardFile board, record::read_board(record, manifest));
    EVOTE_TRY(const Bytes file, os::read_file(path, largest_receipt));
    auto receipt = board::Receipt::parse(file);
    if (!receipt)
        return fail(std::move(receipt).take_error().in_file(path.string()));
    const auto tracker = protocol::entry_tracker(manifest, receipt->extra);
    if (!tracker)
        return fail(Error{ErrorCode::invalid,
                          msg("there is no ballot of this election in the receipt"),
                          path.string(),
                          {}});
    auto signed_then = board::verify_receipt(*receipt, board::leaf_hash(receipt->extra), board.key);
    if (!signed_then)
        return fail(std::move(signed_then).take_error().in_file(path.string()));
    EVOTE_TRY(board::LogReader log, board::LogReader::open(record.log(), board.key));
    console.facts({msg("Tracker: {0}", hex_encode(*tracker)),
                   msg("The board signed for it as entry {0} when it had {1} entries",
                       receipt->index, signed_then->size())},
                  {{"tracker", hex_encode(*tracker)},
                   {"index", receipt->index},
                   {"size", signed_then->size()},
                   {"board_size", log.size()}});
    EVOTE_TRY(const board::LogRelation relation, compare(log, *receipt, *signed_then));
    EVOTE_TRY_VOID(judge(relation));
    console.say(msg("The board has the ballot"));
    return {};
}

} // namespace evote::app

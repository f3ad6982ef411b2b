// SPDX-License-Identifier: Apache-2.0
#include "app/board_log.h"

#include "evote/app/board.h"
#include "evote/base/file.h"
#include "evote/base/text.h"
#include "evote/protocol/ballot_parts.h"
#include "evote/record/tracker_search.h"

#include <nlohmann/json.hpp>

namespace evote {

namespace {

constexpr std::uint64_t largest_receipt = 1 << 18;

Error against_the_board(const Message& message) {
    return {Status::invalid, message, {}, {}};
}

// How the board stands to a receipt that is right by itself, as far as the files tell.
Result<LogRelation> compare(LogReader& log, const Receipt& receipt,
                            const SignedCheckpoint& signed_then) {
    if (std::filesystem::exists(log.folder() / "tile")) {
        EVOTE_TRY(const ReceiptInLog found, find_receipt(log, receipt));
        return found.relation;
    }
    switch (compare_checkpoints(signed_then, log.checkpoint())) {
    case CheckpointPair::same:
        return LogRelation::same;
    case CheckpointPair::split:
        return LogRelation::split;
    case CheckpointPair::different:
        break;
    }
    if (signed_then.size() > log.size())
        return LogRelation::later;
    return fail(Status::incomplete,
                msg("NOT CHECKED: whether the board goes on from the receipt, for the board's "
                    "tiles are not here"));
}

Outcome judge(LogRelation relation) {
    switch (relation) {
    case LogRelation::same:
    case LogRelation::earlier:
        return {};
    case LogRelation::later:
        return fail(against_the_board(
            msg("the board is shorter than it was when it gave this receipt: this is an old copy, "
                "or ballots were removed. The receipt and board/checkpoint are the evidence")));
    case LogRelation::split:
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
        return fail(Status::refused, msg("a tracker has 64 digits 0 to 9 and a to f"));
    EVOTE_TRY(const OpenRecord record, OpenRecord::open(RecordFolder(folder)));
    EVOTE_TRY(LogReader log, record.open_log());
    EVOTE_TRY(const auto index, find_tracker(record.election, log, *wanted));
    if (!index)
        return fail(Error{Status::invalid,
                          msg("the board has no ballot with tracker {0}", tracker),
                          record.folder.log().string(),
                          {}});
    EVOTE_TRY(const Receipt receipt, receipt_of(log, *index));
    EVOTE_TRY_VOID(write_file(out, receipt.encode()));
    console.facts(
        {msg("Entry {0} of {1}; the receipt is in {2}", *index, log.size(), out.string())},
        {{"tracker", tracker}, {"index", *index}, {"size", log.size()}});
    return {};
}

Outcome board_check_receipt(const std::filesystem::path& folder, const std::filesystem::path& path,
                            Console& console) {
    const RecordFolder record(folder);
    EVOTE_TRY(const Manifest manifest, read_manifest(record));
    EVOTE_TRY(const BoardFile board, read_board(record, manifest));
    EVOTE_TRY(const Bytes file, read_file(path, largest_receipt));
    auto receipt = Receipt::parse(file);
    if (!receipt)
        return fail(std::move(receipt).take_error().in_file(path.string()));
    const auto tracker = entry_tracker(manifest, receipt->extra);
    if (!tracker)
        return fail(Error{Status::invalid,
                          msg("there is no ballot of this election in the receipt"),
                          path.string(),
                          {}});
    auto signed_then = verify_receipt(*receipt, leaf_hash(receipt->extra), board.key);
    if (!signed_then)
        return fail(std::move(signed_then).take_error().in_file(path.string()));
    EVOTE_TRY(LogReader log, LogReader::open(record.log(), board.key));
    console.facts({msg("Tracker: {0}", hex_encode(*tracker)),
                   msg("The board signed for it as entry {0} when it had {1} entries",
                       receipt->index, signed_then->size())},
                  {{"tracker", hex_encode(*tracker)},
                   {"index", receipt->index},
                   {"size", signed_then->size()},
                   {"board_size", log.size()}});
    EVOTE_TRY(const LogRelation relation, compare(log, *receipt, *signed_then));
    EVOTE_TRY_VOID(judge(relation));
    console.say(msg("The board has the ballot"));
    return {};
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "record/receipts.h"

#include "ballot/parts.h"
#include "base/text.h"
#include "os/file.h"
#include "record/tracker_search.h"

namespace evote::record {

namespace {

Error against_the_board(const Message& message) {
    return {ErrorCode::board_contradicts, message, {}, {}};
}

// How the board relates to a receipt that is valid in itself, as far as the files tell.
Result<board::LogRelation> compare(board::LogReader& log, const OpenReceipt& opened) {
    if (os::file_exists(log.folder() / "tile")) {
        EVOTE_TRY(const board::ReceiptInLog found, board::find_receipt(log, opened.receipt));
        return found.relation;
    }
    switch (board::compare_checkpoints(opened.signed_then, log.checkpoint())) {
    case board::CheckpointPair::same:
        return board::LogRelation::same;
    case board::CheckpointPair::split:
        return board::LogRelation::split;
    case board::CheckpointPair::different:
        break;
    }
    if (opened.signed_then.size() > log.size())
        return board::LogRelation::later;
    return fail(ErrorCode::not_checked,
                msg("NOT CHECKED: whether the board still has everything the receipt covers: the "
                    "board's tiles are missing"));
}

} // namespace

Result<board::Receipt> receipt_of(board::LogReader& log, std::uint64_t index) {
    EVOTE_TRY(const Bytes ballot, log.entry(index));
    return board::make_receipt(log, index, ballot);
}

Result<board::Receipt> receipt_at(board::LogReader& log, std::uint64_t index, ByteView entry) {
    EVOTE_TRY(auto receipt, board::make_receipt(log, index, entry));
    if (!board::verify_inclusion(board::leaf_hash(entry), index, log.size(), receipt.path,
                                 log.checkpoint().root()))
        return fail(Error{ErrorCode::damaged,
                          msg("this entry does not match the log's hashes"),
                          log.folder().string(),
                          {msg("entry {0}", index)}});
    return receipt;
}

Result<board::Receipt> receipt_at(const OpenRecord& record, board::SignedCheckpoint checkpoint,
                                  std::uint64_t index, ByteView entry) {
    auto log = board::LogReader::at(record.folder.log(), record.board.key, std::move(checkpoint));
    return receipt_at(log, index, entry);
}

Result<board::Receipt> receipt_of(const OpenRecord& record, board::LogReader& log,
                                  const Digest32& tracker) {
    EVOTE_TRY(const auto index, find_tracker(record.election, log, tracker));
    if (!index)
        return fail(Error{ErrorCode::not_on_board,
                          msg("the board has no ballot with tracker {0}", hex_encode(tracker)),
                          record.folder.log().string(),
                          {}});
    EVOTE_TRY(board::Receipt receipt, receipt_of(log, *index));
    // Read once more, and only now compared with the log's hashes.
    if (ballot::entry_tracker(record.election.parameters().layouts(), receipt.extra) != tracker)
        return fail(Error{ErrorCode::log_changed,
                          msg("the log was changed while it was being read"),
                          record.folder.log().string(),
                          {}});
    return receipt;
}

Result<OpenReceipt> OpenReceipt::open(ByteView file, const protocol::Manifest& manifest,
                                      const board::VerifierKey& board) {
    EVOTE_TRY(board::Receipt receipt, board::Receipt::parse(file));
    const auto tracker = ballot::entry_tracker(protocol::layouts_of(manifest), receipt.extra);
    if (!tracker)
        return fail(ErrorCode::bad_receipt,
                    msg("there is no ballot of this election in the receipt"));
    EVOTE_TRY(board::SignedCheckpoint signed_then,
              board::verify_receipt(receipt, receipt.extra, board));
    return OpenReceipt{std::move(receipt), *tracker, std::move(signed_then)};
}

Outcome must_be_on_board(board::LogReader& log, const OpenReceipt& receipt) {
    EVOTE_TRY(const board::LogRelation relation, compare(log, receipt));
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

} // namespace evote::record

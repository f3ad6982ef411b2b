// SPDX-License-Identifier: Apache-2.0
// A voter's evidence that the board has the ballot, made and checked.
#pragma once

#include "board/receipt.h"
#include "protocol/manifest.h"
#include "record/open_record.h"

namespace evote::record {

/// The receipt of an entry of the log as it is now, with the entry in it. `index` must be below the
/// log's size.
Result<board::Receipt> receipt_of(board::LogReader& log, std::uint64_t index);

/// The receipt of an entry whose bytes are at hand, at a checkpoint that the log goes on from.
/// `index` must be below its size. ErrorCode::damaged if the log has another entry there.
Result<board::Receipt> receipt_at(board::LogReader& log, std::uint64_t index, ByteView entry);
Result<board::Receipt> receipt_at(const OpenRecord& record, board::SignedCheckpoint checkpoint,
                                  std::uint64_t index, ByteView entry);

/// The receipt of the ballot with this tracker. Reads the whole log. ErrorCode::not_on_board if
/// there is none.
Result<board::Receipt> receipt_of(const OpenRecord& record, board::LogReader& log,
                                  const Digest32& tracker);

/// A receipt that is valid in itself: the board signed that it had this ballot.
struct OpenReceipt {
    board::Receipt receipt;
    Digest32 tracker{};
    board::SignedCheckpoint signed_then;

    /// ErrorCode::malformed for what is not a receipt, ErrorCode::bad_receipt for one without a
    /// ballot of this election or with a wrong path, ErrorCode::bad_signature if this board did not
    /// sign it.
    static Result<OpenReceipt> open(ByteView file, const protocol::Manifest& manifest,
                                    const board::VerifierKey& board);
};

/// Whether the log still has the ballot and goes on from what the board signed then.
/// ErrorCode::board_contradicts if not: the receipt and the log's checkpoint are evidence against
/// the board. Without the log's tiles a newer checkpoint can be compared in part only, which is
/// ErrorCode::not_checked.
Outcome must_be_on_board(board::LogReader& log, const OpenReceipt& receipt);

} // namespace evote::record

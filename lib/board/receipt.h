// SPDX-License-Identifier: Apache-2.0
// Receipts: offline evidence that an entry is in a log, as text (C2SP tlog-proof).
#pragma once

#include "board/log_reader.h"

namespace evote::board {

/// An entry's place, its inclusion path and the checkpoint it leads to. `extra` belongs to the
/// caller and is not covered by any signature.
struct Receipt {
    Bytes extra; ///< left out of the text when empty
    std::uint64_t index = 0;
    MerklePath path;
    Bytes checkpoint; ///< the signed note, not yet verified

    /// Strict; ErrorCode::malformed with the line for anything that encode() does not write. The
    /// note is not read.
    static Result<Receipt> parse(ByteView bytes);
    /// "c2sp.org/tlog-proof@v1", `extra` and `index` lines, one hash a line, a blank line, the
    /// note.
    Bytes encode() const;

    bool operator==(const Receipt&) const = default;
};

/// The receipt of entry `index` at the log's checkpoint. `index` must be below its size.
Result<Receipt> make_receipt(LogReader& log, std::uint64_t index, ByteView extra);

/// Verifies a receipt without access to the log: the checkpoint is signed by `log`, and the entry
/// is in its tree at the receipt's index. Errors as open_checkpoint;
/// ErrorCode::bad_receipt for a path that does not lead to the root.
Result<SignedCheckpoint> verify_receipt(const Receipt& receipt, ByteView entry,
                                        const VerifierKey& log);

/// A receipt compared with the current log.
struct ReceiptInLog {
    LogRelation relation = LogRelation::same; ///< of the receipt's checkpoint to the log
    /// The entry at the receipt's index, verified against receipt and log; nothing when the
    /// relation is `later` or `split`.
    std::optional<Bytes> entry;
};

/// Checks that the log still has what the receipt says: signature, path, and that the log extends
/// the receipt's checkpoint. Relations `later` and `split` are answers, not errors: the receipt's
/// checkpoint and the log's are then evidence against the board.
Result<ReceiptInLog> find_receipt(LogReader& log, const Receipt& receipt);

} // namespace evote::board

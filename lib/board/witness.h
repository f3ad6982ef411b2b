// SPDX-License-Identifier: Apache-2.0
// What a witness does with a log on disk: it remembers what it signed, signs only what goes on from
// there, and puts its line into the log's checkpoint.
#pragma once

#include "board/cosignature.h"
#include "board/log_reader.h"
#include "board/storage.h"

namespace evote::board {

/// The last checkpoint of one log that a witness signed, as its file keeps it:
///
///     evote-witness-1
///     witness <cosigner key>
///     log <verifier key>
///     <an empty line>
///     <the checkpoint, signed by the log>
struct WitnessState {
    CosignerKey witness;
    VerifierKey log;
    SignedCheckpoint last;

    /// With the log's own signature as the only one.
    Bytes encode() const;

    /// Strict: ErrorCode::malformed for anything that encode() does not write,
    /// ErrorCode::wrong_key for the state of another witness or of another log,
    /// ErrorCode::bad_signature for a checkpoint that the log has not signed.
    static Result<WitnessState> parse(ByteView bytes, const CosignerKey& witness,
                                      const VerifierKey& log);
};

/// Puts lines of witnesses into the checkpoint on the disk, durably and in one step, under the lock
/// of the log's writers. Only good lines are kept, one for each witness of the policy, and those
/// that are there already stay. `checkpoint` is what the lines are for: ErrorCode::log_changed if
/// the log has another one meanwhile. ErrorCode::locked if another program writes to the log.
/// The result says whether the file has changed.
enum class Added { nothing, something };
Result<Added> add_cosignatures(const std::filesystem::path& folder, const VerifierKey& log,
                               const WitnessPolicy& policy, const Checkpoint& checkpoint,
                               std::span<const NoteSignature> lines,
                               Storage& storage = system_storage());

} // namespace evote::board

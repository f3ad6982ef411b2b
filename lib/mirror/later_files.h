// SPDX-License-Identifier: Apache-2.0
// What comes to a record beside the entries: notes of losses, the closing mark, the tally, the
// decryptions and the result.
#pragma once

#include "mirror/log_mirror.h"

namespace evote::mirror {

/// The notes `resumed-<n>` that are new: they say that the board went on after a loss.
Outcome mirror_resumptions(const MirrorWork& work, const record::BoardFile& board);

/// The mark of the closed log. False if there is none yet. One that contradicts the checkpoint that
/// the mirror has is shouted about: ErrorCode::board_contradicts.
Result<bool> mirror_closing_mark(const MirrorWork& work, const record::BoardFile& board,
                                 const board::SignedCheckpoint& here, LogMirror& log);

/// tally.json, decryptions/ and result.json of a closed log, as they are served: whether they are
/// right is for evote-verify to say. Tally and result never change; a decryption may make room for
/// another one, and is kept as evidence then. True if the result is there.
Result<bool> mirror_results(const MirrorWork& work, const protocol::Manifest& manifest);

} // namespace evote::mirror

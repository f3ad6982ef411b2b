// SPDX-License-Identifier: Apache-2.0
// Signed tree heads (C2SP tlog-checkpoint): origin, size and root of a log in a signed note.
#pragma once

#include "board/merkle.h"
#include "board/note.h"

namespace evote::board {

/// The text of a checkpoint: three lines, "<origin>\n<size>\n<base64 root>\n".
struct Checkpoint {
    std::string origin;
    TreeHead tree;

    /// Strict: exactly these three lines (extension lines, which nobody could audit, are refused),
    /// a key name as origin, a size below 2^63, and the empty tree's root for size 0. Otherwise
    /// ErrorCode::malformed with the line.
    static Result<Checkpoint> parse(std::string_view text);
    std::string text() const;

    bool operator==(const Checkpoint&) const = default;
};

/// A checkpoint whose signature by its log was verified, and the note it came in. Made by
/// open_checkpoint and sign_checkpoint only.
class SignedCheckpoint {
  public:
    const Checkpoint& checkpoint() const { return checkpoint_; }

    const std::string& origin() const { return checkpoint_.origin; }

    const TreeHead& tree() const { return checkpoint_.tree; }

    std::uint64_t size() const { return checkpoint_.tree.size; }

    const Digest32& root() const { return checkpoint_.tree.root; }

    /// The bytes of the note.
    const Bytes& note() const { return note_; }

  private:
    friend Result<SignedCheckpoint> open_checkpoint(ByteView note, const VerifierKey& log);
    friend SignedCheckpoint sign_checkpoint(const TreeHead& tree, const NoteSigner& log);

    SignedCheckpoint(Checkpoint checkpoint, Bytes note)
        : checkpoint_(std::move(checkpoint)), note_(std::move(note)) {}

    Checkpoint checkpoint_;
    Bytes note_;
};

/// Reads a signed checkpoint. ErrorCode::malformed if the note or its text is;
/// ErrorCode::bad_signature if it is not signed by the log's key, ErrorCode::other_election if its
/// origin is not the key's name. Other signatures are
/// ignored.
Result<SignedCheckpoint> open_checkpoint(ByteView note, const VerifierKey& log);

/// The checkpoint of the log whose origin is the key's name.
SignedCheckpoint sign_checkpoint(const TreeHead& tree, const NoteSigner& log);

/// What two signed checkpoints tell about their log without access to it.
enum class CheckpointPair {
    same,      ///< the same tree
    different, ///< different sizes or origins: undecided without the log or a path
    split,     ///< one log, one size, two roots: the two notes are evidence against the board
};

/// Compares two checkpoints that one key signed.
CheckpointPair compare_checkpoints(const SignedCheckpoint& a, const SignedCheckpoint& b);

} // namespace evote::board

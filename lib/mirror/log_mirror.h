// SPDX-License-Identifier: Apache-2.0
// The log of a served board, brought into a mirror: only what its signed checkpoint covers, and
// only as long as it goes on from all that was seen before.
#pragma once

#include "board/log_reader.h"
#include "mirror/edge_tiles.h"
#include "mirror/sealed_mirror.h"
#include "record/election_files.h"

#include <functional>

namespace evote::mirror {

constexpr std::uint64_t largest_checkpoint = std::uint64_t{1} << 20;

class LogMirror {
  public:
    /// Entries that are here, and entries that are to be.
    using Progress = std::function<void(std::uint64_t, std::uint64_t)>;

    /// All of it outlives the object.
    LogMirror(const MirrorWork& work, const record::BoardFile& board)
        : work_(work), board_(board) {}

    /// Brings the mirror to the checkpoint that is served now. What was begun before, and was
    /// stopped, is finished first. A fork, a shrunken log, and what is not as the board has signed
    /// it are shouted about, with the evidence kept: ErrorCode::board_contradicts or damaged.
    /// Returns the checkpoint, with the lines of witnesses that it has by now.
    Result<board::SignedCheckpoint> step(const Progress& progress);

    /// Compares a checkpoint that the board has signed with the mirror, and shouts if it is of
    /// another history.
    Outcome compare(const board::SignedCheckpoint& other);

  private:
    using MaybeCheckpoint = std::optional<board::SignedCheckpoint>;

    Result<board::SignedCheckpoint> served() const;
    Result<MaybeCheckpoint> mirrored() const;
    Result<MaybeCheckpoint> pending() const;
    Outcome judge(const board::SignedCheckpoint& served, const board::SignedCheckpoint& seen,
                  const MaybeCheckpoint& here);
    Outcome complete(const board::SignedCheckpoint& target, const MaybeCheckpoint& here,
                     const Progress& progress);
    Outcome must_go_on(const EdgeTiles& edge, const board::SignedCheckpoint& target,
                       const board::SignedCheckpoint& here);
    Outcome mirror_hashes(const EdgeTiles& edge, std::uint64_t from);
    Outcome mirror_hash_tile(const EdgeTiles& edge, const board::TileName& name);
    Result<Digest32> hash_above(const EdgeTiles& edge, const board::TileName& name) const;
    Outcome mirror_entries(const EdgeTiles& edge, std::uint64_t from, const Progress& progress);
    Outcome mirror_bundle(const EdgeTiles& edge, const board::TileName& name);
    Result<std::optional<Bytes>> fetch_bundle(const board::TileName& name) const;
    Outcome keep_lines(const board::SignedCheckpoint& served, const board::SignedCheckpoint& here);
    void tidy(std::uint64_t from, std::uint64_t size) const;
    Outcome two(FindingKind kind, Message message, const board::SignedCheckpoint& one,
                const board::SignedCheckpoint& other) const;
    Outcome altered(const Error& error, const board::SignedCheckpoint& target,
                    const Bytes& bytes) const;

    const MirrorWork& work_;
    const record::BoardFile& board_;
    const board::SignedCheckpoint* target_ = nullptr; // while it is being completed
};

} // namespace evote::mirror

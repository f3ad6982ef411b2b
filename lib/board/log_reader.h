// SPDX-License-Identifier: Apache-2.0
// Reading a log on disk (C2SP tlog-tiles): the folder with `checkpoint`, `tile/...` and, once the
// log is closed, `closed`.
#pragma once

#include "board/checkpoint.h"
#include "board/tile.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>

namespace evote::board {

/// Up to 256 consecutive entries, as their file holds them.
class EntryBundle {
  public:
    /// Splits the bytes into exactly `count` entries, each after its length as u16; anything else
    /// is ErrorCode::damaged with the entry. `first` is the number of the first entry in the log.
    static Result<EntryBundle> parse(std::uint64_t first, Bytes bytes, unsigned count);

    std::uint64_t first() const { return first_; }

    unsigned size() const { return static_cast<unsigned>(ends_.size()); }

    /// Entry first() + i.
    ByteView operator[](unsigned i) const;

    /// The file's bytes up to and including the last of `count` entries.
    ByteView prefix(unsigned count) const;

    /// Keeps only the first `count` entries.
    void truncate(unsigned count) { ends_.resize(count); }

  private:
    std::uint64_t first_ = 0;
    Bytes bytes_;
    std::vector<std::uint32_t> ends_;
};

/// The mark `closed` of a closed log: its last checkpoint, signed by the log. ErrorCode::damaged if
/// it is something else than `last`; the lines of witnesses may be others than in `checkpoint`.
Result<SignedCheckpoint> read_closing_mark(const std::filesystem::path& folder,
                                           const VerifierKey& key, const Checkpoint& last);

/// How another checkpoint of the same key relates to a log.
enum class LogRelation {
    same,    ///< it is of the current tree
    earlier, ///< the log extends it
    later,   ///< it is of a larger tree: this log is an older copy, or its end was cut off
    split,   ///< the log does not extend it: the board has signed two histories
};

/// A log as its checkpoint describes it. Whatever is beyond the checkpoint's size is ignored. The
/// const members are thread-safe, the others are not.
class LogReader {
  public:
    /// Reads and verifies the checkpoint. Errors as open_checkpoint, with the file named; a missing
    /// file is ErrorCode::file_missing.
    static Result<LogReader> open(const std::filesystem::path& folder, const VerifierKey& key);

    /// The log as it was at a checkpoint that it goes on from; the one on the disk is not read.
    /// `closed` is not looked for.
    static LogReader at(const std::filesystem::path& folder, const VerifierKey& key,
                        SignedCheckpoint checkpoint);

    const std::filesystem::path& folder() const { return folder_; }

    const VerifierKey& key() const { return key_; }

    const SignedCheckpoint& checkpoint() const { return checkpoint_; }

    std::uint64_t size() const { return checkpoint_.size(); }

    /// Whether the mark `closed` was there when the log was opened: then the checkpoint is the last
    /// one that an honest board signs. The mark's content is not read here: LogAudit does that.
    bool closed() const { return closed_; }

    /// How many bundles hold the entries; all but the last have 256.
    std::uint64_t bundles() const { return (size() + tile_width - 1) / tile_width; }

    /// One bundle in one read: at most 16 MB. Missing or damaged: ErrorCode::damaged with file and
    /// place. Its entries are not checked against the log's hashes: LogAudit does that.
    Result<EntryBundle> bundle(std::uint64_t index) const;

    /// The same, and every entry is the one that the checkpoint covers.
    Result<EntryBundle> verified_bundle(std::uint64_t index);

    /// One entry, verified against the checkpoint. `index` must be below size().
    Result<Bytes> entry(std::uint64_t index);

    /// The first entry with each of these leaf hashes, by hash; none for a hash that is not in the
    /// log. Reads all hash tiles of the lowest level, 32 bytes an entry, and no entries; the tiles
    /// are not checked against the checkpoint.
    Result<std::map<Digest32, std::uint64_t>> find(const std::set<Digest32>& leaves);

    /// The inclusion path of an entry at the checkpoint, made from hash tiles and verified.
    Result<MerklePath> inclusion(std::uint64_t index);

    /// The consistency path between two sizes, from hash tiles. `first` <= `second` <= size().
    Result<MerklePath> consistency(std::uint64_t first, std::uint64_t second);

    /// The root of the first `size` entries, verified to be one that the checkpoint extends.
    Result<Digest32> root_at(std::uint64_t size);

    /// How a checkpoint that the same key signed relates to this log. ErrorCode::damaged only if
    /// the log's own tiles are damaged.
    Result<LogRelation> compare(const SignedCheckpoint& other);

  private:
    LogReader(std::filesystem::path folder, VerifierKey key, SignedCheckpoint checkpoint)
        : folder_(std::move(folder)), key_(std::move(key)), checkpoint_(std::move(checkpoint)) {}

    struct CachedTile {
        std::uint64_t index;
        std::vector<Digest32> hashes;
    };

    Result<Digest32> node(unsigned level, std::uint64_t index);
    Error damaged_tiles() const;
    Error damaged_entry(std::uint64_t index) const;

    std::filesystem::path folder_;
    VerifierKey key_;
    SignedCheckpoint checkpoint_;
    bool closed_ = false;
    std::array<std::optional<CachedTile>, tile_levels> cache_;
};

} // namespace evote::board

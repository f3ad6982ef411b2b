// SPDX-License-Identifier: Apache-2.0
// The open end of a log's tree: the hashes in the last, partial tile of each level.
#pragma once

#include "board/merkle.h"
#include "board/tile.h"

#include <array>
#include <functional>

namespace evote::board {

class RightEdge {
  public:
    /// Called with each hash tile when it becomes full.
    using FullTile = std::function<void(const TileName& name, std::span<const Digest32> hashes)>;

    /// Of an empty log.
    RightEdge() = default;
    /// Of a log of `size` entries; level i must have width_in_log(i, last tile, size) hashes.
    RightEdge(std::uint64_t size, std::array<std::vector<Digest32>, tile_levels> levels);

    std::uint64_t size() const { return size_; }

    void append(const Digest32& leaf, const FullTile& full);
    /// Appends 256 leaves by their root, without keeping them; the size must be a multiple of 256.
    void append_full_tile(const Digest32& root, const FullTile& full);

    Digest32 root() const;

    /// The hashes of the level's partial tile; empty where there is none.
    const std::vector<Digest32>& partial(unsigned level) const { return levels_[level]; }

    /// The name of that tile, at its current width.
    TileName partial_name(unsigned level) const;

  private:
    void push(unsigned level, const Digest32& hash, const FullTile& full);

    std::uint64_t size_ = 0;
    std::array<std::vector<Digest32>, tile_levels> levels_;
};

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "board/right_edge.h"

#include "evote/check.h"

#include <bit>
#include <optional>

namespace evote::board {

RightEdge::RightEdge(std::uint64_t size, std::array<std::vector<Digest32>, tile_levels> levels)
    : size_(size), levels_(std::move(levels)) {
    for (unsigned level = 0; level < tile_levels; ++level)
        EVOTE_CHECK(levels_[level].size() == (size >> (8 * level)) % tile_width);
}

void RightEdge::append(const Digest32& leaf, const FullTile& full) {
    ++size_;
    push(0, leaf, full);
}

void RightEdge::append_full_tile(const Digest32& root, const FullTile& full) {
    EVOTE_CHECK(size_ % tile_width == 0);
    size_ += tile_width;
    push(1, root, full);
}

void RightEdge::push(unsigned level, const Digest32& hash, const FullTile& full) {
    EVOTE_CHECK(level < tile_levels);
    auto& hashes = levels_[level];
    hashes.push_back(hash);
    if (hashes.size() < tile_width)
        return;
    const std::uint64_t index = (size_ >> (8 * level)) / tile_width - 1;
    full({TileKind::hashes, level, index, tile_width}, hashes);
    const Digest32 root = perfect_root(hashes);
    hashes.clear();
    push(level + 1, root, full);
}

Digest32 RightEdge::root() const {
    std::optional<Digest32> root;
    // From the right: the smallest subtrees are last, within a tile and among the levels.
    for (const auto& hashes : levels_) {
        std::size_t end = hashes.size();
        while (end > 0) {
            const std::size_t part = std::size_t{1} << std::countr_zero(end);
            const Digest32 left = perfect_root(std::span(hashes).subspan(end - part, part));
            root = root ? node_hash(left, *root) : left;
            end -= part;
        }
    }
    return root ? *root : empty_root();
}

TileName RightEdge::partial_name(unsigned level) const {
    return {TileKind::hashes, level, (size_ >> (8 * level)) / tile_width,
            static_cast<unsigned>(levels_[level].size())};
}

} // namespace evote::board

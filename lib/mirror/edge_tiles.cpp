// SPDX-License-Identifier: Apache-2.0
#include "mirror/edge_tiles.h"

#include "board/right_edge.h"

namespace evote::mirror {

namespace {

constexpr std::size_t hash_size = sizeof(Digest32);

Error not_signed(std::string file) {
    return {ErrorCode::damaged,
            msg("what the server sends is not what the board has signed"),
            std::move(file),
            {}};
}

} // namespace

Result<Bytes> fetch_hashes(const Network& network, const board::TileName& name) {
    board::TileName found = name;
    const auto fetch = [&] {
        return fetch_file(network, "board/" + found.path(), found.width * hash_size);
    };
    EVOTE_TRY(auto bytes, fetch());
    if (!bytes && name.width < board::tile_width) {
        found.width = board::tile_width;
        EVOTE_TRY(bytes, fetch());
    }
    if (!bytes || bytes->size() != found.width * hash_size)
        return fail(not_signed(found.path()));
    bytes->resize(name.width * hash_size);
    return std::move(*bytes);
}

Digest32 hash_in(ByteView tile, std::size_t place) {
    return *ByteCursor(tile.subspan(place * hash_size)).take_array<hash_size>();
}

std::vector<Digest32> hashes_in(ByteView tile) {
    std::vector<Digest32> out;
    for (std::size_t i = 0; i < tile.size() / hash_size; ++i)
        out.push_back(hash_in(tile, i));
    return out;
}

Result<EdgeTiles> EdgeTiles::fetch(const Network& network, const board::TreeHead& tree,
                                   std::uint64_t smaller) {
    EdgeTiles out(tree);
    EVOTE_TRY_VOID(out.fetch_last(network));
    EVOTE_TRY_VOID(out.fetch_covering(network, smaller));
    return out;
}

Outcome EdgeTiles::fetch_last(const Network& network) {
    std::array<std::vector<Digest32>, board::tile_levels> levels;
    for (unsigned level = 0; level < board::tile_levels; ++level) {
        const std::uint64_t hashes = tree_.size >> (8 * level);
        const auto width = static_cast<unsigned>(hashes % board::tile_width);
        if (width == 0)
            continue;
        const std::uint64_t index = hashes / board::tile_width;
        EVOTE_TRY(Bytes tile,
                  fetch_hashes(network, {board::TileKind::hashes, level, index, width}));
        levels[level] = hashes_in(tile);
        tiles_.emplace(std::pair(level, index), std::move(tile));
    }
    if (board::RightEdge(tree_.size, std::move(levels)).root() != tree_.root)
        return fail(not_signed("board/tile"));
    return {};
}

// From above, so that the hash of each is in one that was verified.
Outcome EdgeTiles::fetch_covering(const Network& network, std::uint64_t smaller) {
    for (unsigned level = board::tile_levels; level-- > 0;) {
        const std::uint64_t index = (smaller >> (8 * level)) / board::tile_width;
        if (find(level, index) != nullptr ||
            board::width_in_log(level, index, tree_.size) < board::tile_width)
            continue;
        const board::TileName name{board::TileKind::hashes, level, index, board::tile_width};
        EVOTE_TRY(Bytes tile, fetch_hashes(network, name));
        EVOTE_TRY(const Digest32 expected, node(8 * (level + 1), index));
        if (board::perfect_root(hashes_in(tile)) != expected)
            return fail(not_signed("board/" + name.path()));
        tiles_.emplace(std::pair(level, index), std::move(tile));
    }
    return {};
}

const Bytes* EdgeTiles::find(unsigned level, std::uint64_t index) const {
    const auto found = tiles_.find({level, index});
    return found == tiles_.end() ? nullptr : &found->second;
}

Result<Digest32> EdgeTiles::node(unsigned level, std::uint64_t index) const {
    const unsigned inside = level % 8;
    const std::uint64_t position = index << inside;
    const std::size_t place = position % board::tile_width;
    const std::size_t count = std::size_t{1} << inside;
    const Bytes* const tile = find(level / 8, position / board::tile_width);
    if (tile == nullptr || tile->size() < (place + count) * hash_size)
        return fail(not_signed("board/tile"));
    return board::perfect_root(
        hashes_in(ByteView(*tile).subspan(place * hash_size, count * hash_size)));
}

} // namespace evote::mirror

// SPDX-License-Identifier: Apache-2.0
// Which tiles a log has and what their files are called (C2SP tlog-tiles).
#pragma once

#include "evote/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evote::board {

/// Entries in a full bundle, hashes in a full tile.
constexpr unsigned tile_width = 256;
/// Longest entry, by its 16-bit length prefix.
constexpr std::size_t longest_entry = 65'535;
/// Hash tiles of logs with fewer than 2^63 entries have levels 0 to 7.
constexpr unsigned tile_levels = 8;

enum class TileKind {
    entries, ///< a bundle of entries, each after its length as u16; the level is 0
    hashes,  ///< hash i is the root of a whole subtree of 256^level entries
};

/// One tile file.
struct TileName {
    TileKind kind = TileKind::entries;
    unsigned level = 0;
    std::uint64_t index = 0;
    unsigned width = tile_width; ///< 256 when full, 1..255 when partial

    /// "tile/entries/x001/234.p/17", "tile/0/000": relative to the log's folder.
    std::string path() const;
    /// The folder of this tile's partial forms: "tile/entries/x001/234.p".
    std::string partial_folder() const;
    /// The inverse of path(); any other text gives nullopt.
    static std::optional<TileName> parse(std::string_view path);

    bool operator==(const TileName&) const = default;
};

/// How many hashes (level 0: also entries) the tile has in a log of `size` entries: 0 to 256.
unsigned width_in_log(unsigned level, std::uint64_t index, std::uint64_t size);

} // namespace evote::board

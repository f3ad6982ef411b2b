// SPDX-License-Identifier: Apache-2.0
#include "board/tile.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr unsigned most_level = 63;
constexpr std::size_t most_groups = 6; // more entries than any log can have

std::string index_path(std::uint64_t index) {
    std::string out = fmt::format("{:03}", index % 1000);
    for (index /= 1000; index > 0; index /= 1000)
        out = fmt::format("x{:03}/{}", index % 1000, out);
    return out;
}

// Folder of the level, "tile/entries" or "tile/3".
std::string level_path(const TileName& name) {
    if (name.kind == TileKind::entries)
        return "tile/entries";
    return fmt::format("tile/{}", name.level);
}

std::optional<std::uint64_t> parse_index(std::span<const std::string_view> groups) {
    if (groups.empty() || groups.size() > most_groups)
        return std::nullopt;
    std::uint64_t index = 0;
    for (auto group : groups) {
        if (group.starts_with('x'))
            group.remove_prefix(1);
        if (group.size() != 3 ||
            !std::ranges::all_of(group, [](char c) { return c >= '0' && c <= '9'; }))
            return std::nullopt;
        for (const char c : group)
            index = index * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return index;
}

} // namespace

std::string TileName::path() const {
    if (width == tile_width)
        return fmt::format("{}/{}", level_path(*this), index_path(index));
    return fmt::format("{}/{}", partial_folder(), width);
}

std::string TileName::partial_folder() const {
    return fmt::format("{}/{}.p", level_path(*this), index_path(index));
}

std::optional<TileName> TileName::parse(std::string_view path) {
    auto parts = split(path, '/');
    if (parts.size() < 3)
        return std::nullopt;
    TileName out;
    if (parts[1] != "entries") {
        const auto level = decimal_decode(parts[1], most_level);
        if (!level)
            return std::nullopt;
        out.kind = TileKind::hashes;
        out.level = static_cast<unsigned>(*level);
    }
    std::span<std::string_view> groups(parts.data() + 2, parts.size() - 2);
    if (groups.size() > 1 && groups[groups.size() - 2].ends_with(".p")) {
        const auto width = decimal_decode(groups.back(), tile_width - 1);
        if (!width || *width == 0)
            return std::nullopt;
        out.width = static_cast<unsigned>(*width);
        groups = groups.first(groups.size() - 1);
        groups.back().remove_suffix(2);
    }
    const auto index = parse_index(groups);
    if (!index)
        return std::nullopt;
    out.index = *index;
    // One name for each tile: anything that path() would not write is refused.
    if (out.path() != path)
        return std::nullopt;
    return out;
}

unsigned width_in_log(unsigned level, std::uint64_t index, std::uint64_t size) {
    if (level >= tile_levels)
        return 0;
    const std::uint64_t hashes = size >> (8 * level);
    if (index < hashes / tile_width)
        return tile_width;
    return index == hashes / tile_width ? static_cast<unsigned>(hashes % tile_width) : 0;
}

} // namespace evote::board

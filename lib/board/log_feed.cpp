// SPDX-License-Identifier: Apache-2.0
#include "board/log_feed.h"

#include "board/log_files.h"
#include "board/right_edge.h"
#include "evote/check.h"

namespace evote::board {

LogFeed::LogFeed(std::filesystem::path folder, RightEdge edge)
    : folder_(std::move(folder)),
      edge_(std::make_unique<RightEdge>(std::move(edge))),
      at_{edge_->size(), edge_->root()} {}

LogFeed::LogFeed(LogFeed&&) noexcept = default;
LogFeed& LogFeed::operator=(LogFeed&&) noexcept = default;
LogFeed::~LogFeed() = default;

Result<LogFeed> LogFeed::open(const std::filesystem::path& folder, const TreeHead& from,
                              const TreeHead& now) {
    EVOTE_CHECK(from.size <= now.size);
    std::array<std::vector<Digest32>, tile_levels> levels;
    for (unsigned level = 0; level < tile_levels; ++level) {
        const std::uint64_t last = (from.size >> (8 * level)) / tile_width;
        const unsigned width = width_in_log(level, last, from.size);
        if (width == 0)
            continue;
        // In the form that the log has of it now: narrower ones may be gone.
        EVOTE_TRY(levels[level], read_hash_tile(folder, {TileKind::hashes, level, last,
                                                         width_in_log(level, last, now.size)}));
        levels[level].resize(width);
    }
    RightEdge edge(from.size, std::move(levels));
    if (edge.root() != from.root)
        return fail(Error{ErrorCode::board_contradicts,
                          msg("this board does not go on from what its other machine has"),
                          folder.string(),
                          {}});
    return LogFeed(folder, std::move(edge));
}

Result<FeedPiece> LogFeed::next(const TreeHead& now, std::size_t most_bytes) {
    EVOTE_CHECK(at_.size < now.size);
    FeedPiece out;
    RightEdge edge = *edge_;
    std::size_t bytes = 0;
    while (edge.size() < now.size && bytes < most_bytes) {
        const std::uint64_t index = edge.size() / tile_width;
        EVOTE_TRY(EntryBundle read, read_bundle(folder_, {TileKind::entries, 0, index,
                                                          width_in_log(0, index, now.size)}));
        const auto bundle = std::make_shared<const EntryBundle>(std::move(read));
        out.bundles.push_back(bundle);
        for (auto i = static_cast<unsigned>(edge.size() % tile_width);
             i < bundle->size() && bytes < most_bytes; ++i) {
            const ByteView entry = (*bundle)[i];
            bytes += entry.size() + 2;
            edge.append(leaf_hash(entry), [](const TileName&, auto) {});
            out.entries.push_back(entry);
        }
    }
    out.to = {edge.size(), edge.root()};
    *edge_ = std::move(edge);
    at_ = out.to;
    return out;
}

} // namespace evote::board

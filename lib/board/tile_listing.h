// SPDX-License-Identifier: Apache-2.0
// Which files lie in a log's folder, and how each stands to the log's size.
#pragma once

#include "evote/base/result.h"
#include "evote/board/tile.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace evote::board {

enum class TileStanding {
    current, ///< the tile of the log's present size
    older,   ///< a partial tile of an earlier size
    beyond,  ///< nothing that the checkpoint covers
};

TileStanding tile_standing(const TileName& name, std::uint64_t size);

/// What is done with what lies in a log's folder.
struct LogFolderVisit {
    using Other = std::function<void(const std::filesystem::path&)>;

    std::function<void(const TileName&)> tile; ///< a file whose name is that of a tile
    Other unfinished;                          ///< the file that is being written
    /// Everything else: not the checkpoint, not `closed`, no folder for tiles. Nobody looks into a
    /// strange folder.
    Other strange;
};

/// Visits all that is in the folder, in no order. The log's writer may go on meanwhile: what
/// vanishes before it is looked at is passed over.
Outcome for_each_file(const std::filesystem::path& folder, const LogFolderVisit& visit);

} // namespace evote::board

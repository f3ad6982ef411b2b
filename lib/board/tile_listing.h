// SPDX-License-Identifier: Apache-2.0
// Which files are in a log's folder, and how each relates to the log's size.
#pragma once

#include "board/tile.h"
#include "evote/result.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace evote::board {

enum class TileStanding {
    current, ///< the tile of the log's current size
    older,   ///< a partial tile of an earlier size
    beyond,  ///< nothing that the checkpoint covers
};

TileStanding tile_standing(const TileName& name, std::uint64_t size);

/// What to do with what is found in a log's folder.
struct LogFolderVisit {
    using Other = std::function<void(const std::filesystem::path&)>;

    std::function<void(const TileName&)> tile; ///< a file whose name is that of a tile
    Other unfinished;                          ///< the file that is being written
    Other resumed;                             ///< a note of board/resumption.h
    /// Everything else: not the checkpoint, not `closed`, not a folder for tiles. Strange folders
    /// are not opened.
    Other strange;
};

/// Visits everything in the folder, in no particular order. The log's writer may keep writing
/// meanwhile: what vanishes before it is visited is skipped.
Outcome for_each_file(const std::filesystem::path& folder, const LogFolderVisit& visit);

} // namespace evote::board

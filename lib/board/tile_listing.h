// SPDX-License-Identifier: Apache-2.0
// Which files lie in a log's folder, and how each stands to the log's size.
#pragma once

#include "evote/base/result.h"
#include "evote/board/tile.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace evote {

enum class TileStanding {
    current, ///< the tile of the log's present size
    older,   ///< a partial tile of an earlier size
    beyond,  ///< nothing that the checkpoint covers
};

TileStanding tile_standing(const TileName& name, std::uint64_t size);

/// Calls `tile` for each file whose name is that of a tile, and `other` for everything else that is
/// in the folder: not the checkpoint, not `closed`, no folder for tiles. In no order.
Outcome for_each_file(const std::filesystem::path& folder,
                      const std::function<void(const TileName&)>& tile,
                      const std::function<void(const std::filesystem::path&)>& other);

} // namespace evote

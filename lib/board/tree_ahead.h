// SPDX-License-Identifier: Apache-2.0
// Entries beyond a log's checkpoint, which a stopped writer may have left.
#pragma once

#include "board/right_edge.h"
#include "evote/result.h"

#include <filesystem>

namespace evote::board {

/// Whether the files in a log's folder hold exactly the tree `wanted`, which goes on from the one
/// that `edge` is of: every entry after it, and every hash over them. Reads those entries. An error
/// only if the system fails.
Result<bool> holds_tree(const std::filesystem::path& folder, RightEdge edge,
                        const TreeHead& wanted);

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// Files that operating systems leave in folders that people open or copy.
#pragma once

#include <filesystem>

namespace evote::os {

/// Whether this is a plain file with a name that desktops give to files of their own, unasked:
/// .DS_Store, ._<anything>, Thumbs.db, desktop.ini.
bool is_left_by_system(const std::filesystem::path& path);

} // namespace evote::os

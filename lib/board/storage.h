// SPDX-License-Identifier: Apache-2.0
// Everything that the log's writer does to the disk, as five operations, so that tests can record
// them, make them fail, and try out what a crash leaves behind.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <filesystem>

namespace evote::board {

class Storage {
  public:
    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    virtual ~Storage() = default;

    /// Makes one folder, unless it exists already.
    virtual Outcome make_folder(const std::filesystem::path& folder) = 0;
    /// Writes a whole file, replacing an existing one, and syncs its content (not its name).
    virtual Outcome write_synced(const std::filesystem::path& file, ByteView bytes) = 0;
    /// Renames a file, replacing one that has the new name.
    virtual Outcome rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    /// Removes a file or an empty folder, if there is one. A folder that is not empty is left:
    /// whoever put something there has to remove it.
    virtual Outcome remove(const std::filesystem::path& path) = 0;
    /// Makes the names in a folder durable: what was made, renamed and removed in it.
    virtual Outcome sync_folder(const std::filesystem::path& folder) = 0;
};

/// The file system.
Storage& system_storage();

} // namespace evote::board

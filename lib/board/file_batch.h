// SPDX-License-Identifier: Apache-2.0
// Files of a log put in place one by one, each whole or not at all, and made to stay together.
#pragma once

#include "evote/board/storage.h"

#include <set>
#include <string>

namespace evote::board {

/// The one file of a log's folder that is being written. Left behind by a crash, it means nothing.
constexpr const char* unfinished_name = ".new";

/// One lives as long as its writer, so that folders are made and their names synced once.
class FileBatch {
  public:
    FileBatch(Storage& storage, std::filesystem::path root)
        : storage_(&storage), root_(std::move(root)) {}

    /// Writes `root/name`, over what was there: all of it or nothing after a crash. It stays for
    /// sure only after sync().
    Outcome put(const std::string& name, ByteView bytes);
    /// Makes all that was put stay.
    Outcome sync();

  private:
    Outcome need_folder(const std::filesystem::path& folder);

    Storage* storage_;
    std::filesystem::path root_;
    std::set<std::filesystem::path> known_;   // folders whose own names are, or will be, synced
    std::set<std::filesystem::path> changed_; // folders to sync
};

} // namespace evote::board

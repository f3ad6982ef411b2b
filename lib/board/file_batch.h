// SPDX-License-Identifier: Apache-2.0
// Files of a log, each put in place atomically and all made durable together.
#pragma once

#include "board/storage.h"

#include <set>
#include <string>

namespace evote::board {

/// The name of the one file in a log's folder that is being written. Left behind by a crash, it
/// means nothing.
constexpr const char* unfinished_name = ".new";

/// It lives as long as its writer, so that folders are made and their names synced only once.
class FileBatch {
  public:
    FileBatch(Storage& storage, std::filesystem::path root)
        : storage_(&storage), root_(std::move(root)) {}

    /// Writes `root/name`, replacing an existing file: after a crash all of it is there or nothing.
    /// It is durable only after sync().
    Outcome put(const std::string& name, ByteView bytes);
    /// Makes everything that was put durable.
    Outcome sync();

  private:
    Outcome need_folder(const std::filesystem::path& folder);

    Storage* storage_;
    std::filesystem::path root_;
    std::set<std::filesystem::path> known_;   // folders whose own names are, or will be, synced
    std::set<std::filesystem::path> changed_; // folders to sync
};

} // namespace evote::board

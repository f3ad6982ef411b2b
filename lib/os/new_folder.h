// SPDX-License-Identifier: Apache-2.0
// A folder of many files that is there as a whole or not at all.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <filesystem>
#include <string>

namespace evote::os {

/// A folder that is being made. Until finish() its files are in `.evote-<hex>.tmp` beside it, which
/// is removed if finish() is not reached; only a killed process leaves it behind.
class NewFolder {
  public:
    /// ErrorCode::file_exists if anything exists at this path.
    static Result<NewFolder> begin(const std::filesystem::path& path);

    NewFolder(NewFolder&& other) noexcept;
    NewFolder& operator=(NewFolder&&) = delete;
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;
    ~NewFolder();

    /// Writes one file, readable for everybody. `name` is that of a file and not of a path.
    Outcome put(const std::string& name, ByteView bytes) const;

    /// Makes all of it durable and gives the folder its name.
    Outcome finish() &&;

  private:
    NewFolder(std::filesystem::path path, std::filesystem::path temporary)
        : path_(std::move(path)), temporary_(std::move(temporary)) {}

    std::filesystem::path path_;
    std::filesystem::path temporary_; // empty once there is nothing to remove
};

} // namespace evote::os

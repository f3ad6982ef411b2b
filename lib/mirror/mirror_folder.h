// SPDX-License-Identifier: Apache-2.0
// Where a mirror is on the disk: DIR, which is a record and nothing else, and DIR.follow beside it.
#pragma once

#include "mirror/network.h"
#include "os/file.h"
#include "record/record_folder.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace evote::mirror {

/// DIR.follow for a mirror DIR.
Result<std::filesystem::path> folder_beside(const std::filesystem::path& mirror);

/// A mirror that one program has to itself. Files get into DIR whole and for good: written in
/// DIR.follow, synced, and renamed. Names are relative to the record, with '/' between folders.
class MirrorFolder {
  public:
    /// Makes both folders, if they do not exist. ErrorCode::locked if another program follows into
    /// the same mirror.
    static Result<MirrorFolder> open(const std::filesystem::path& mirror);

    const record::RecordFolder& record() const { return record_; }

    /// DIR.follow.
    const std::filesystem::path& work() const { return work_; }

    std::filesystem::path path_of(std::string_view name) const { return record_.path() / name; }

    bool has(std::string_view name) const;

    /// A file of the mirror; nothing if there is none.
    Result<std::optional<Bytes>> read(std::string_view name, std::uint64_t limit) const;

    /// Replaces what has this name.
    Outcome put(std::string_view name, ByteView bytes) const;

    /// The same for a file in DIR.follow.
    Outcome put_beside(const std::string& name, ByteView bytes) const;

    /// Fetches a large file into DIR.follow, piece by piece, and goes on with what is there of it.
    /// False if the server has none. Gives its path to `path`.
    Result<bool> fetch_large(const Network& network, const std::string& name,
                             std::filesystem::path& path) const;

    /// Moves a file of DIR.follow into the mirror.
    Outcome take(const std::filesystem::path& file, std::string_view name) const;

  private:
    MirrorFolder(record::RecordFolder record, std::filesystem::path work, os::FileDescriptor lock)
        : record_(std::move(record)), work_(std::move(work)), lock_(std::move(lock)) {}

    Outcome make_parents(const std::filesystem::path& file) const;

    record::RecordFolder record_;
    std::filesystem::path work_;
    os::FileDescriptor lock_;
};

} // namespace evote::mirror

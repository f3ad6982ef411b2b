// SPDX-License-Identifier: Apache-2.0
// Whole files: read with a size limit, written atomically (a nameless or a temporary file, fsync,
// its final name, fsync of the folder).
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace evote::os {

/// An open file descriptor, closed at the end of its life.
class FileDescriptor {
  public:
    FileDescriptor() = default;

    explicit FileDescriptor(int fd) : fd_(fd) {}

    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }

    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    int get() const { return fd_; }

  private:
    int fd_ = -1;
};

/// The error of the last system call on a file: ErrorCode::file_missing for a file that does not
/// exist, otherwise one of kind system (ErrorCode::no_permission, disk_full, ...).
Error file_error(const std::filesystem::path& path);
/// The same for an error of std::filesystem.
Error file_error(const std::filesystem::path& path, const std::error_code& code);

/// The whole file. Larger than `limit` bytes: ErrorCode::file_too_large. Only regular files, pipes
/// and character devices (such as a terminal).
Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit = 1U << 30);
/// The same for a file in a folder that others made: ErrorCode::not_a_file for links, pipes and
/// anything else that is not a regular file, so that nobody can make the reader hang or read
/// another file.
Result<Bytes> read_plain_file(const std::filesystem::path& path, std::uint64_t limit = 1U << 30);
/// The same, but only opened.
Result<FileDescriptor> open_plain_file(const std::filesystem::path& path);
/// As read_file, into memory that is wiped.
Result<SecretBytes> read_secret_file(const std::filesystem::path& path, std::uint64_t limit);

enum class Existing {
    keep,    ///< an existing file is an error (ErrorCode::file_exists)
    replace, ///< an existing file is replaced; links to it are kept. Anything else that exists
             ///< there is an error (ErrorCode::not_a_file)
    same,    ///< an existing file is accepted if it has exactly these bytes, and is an error
             ///< (ErrorCode::file_exists) otherwise: for resuming interrupted work
};

enum class Access {
    everyone,   ///< mode 0644
    owner_only, ///< mode 0600
};

/// Writes a file so that after a crash at any moment either all of it is there or nothing, and
/// makes it durable with fsync. An error leaves no new file behind, so that the call can be
/// repeated; only a file that was to be replaced may already be the new one. A file is replaced
/// through `.evote-<hex>.tmp` beside it, which a killed process leaves behind; a new one has no
/// name until it is complete, except where the file system does not support nameless files.
Outcome write_file(const std::filesystem::path& path, ByteView bytes,
                   Existing existing = Existing::keep, Access access = Access::everyone);

/// Writes all bytes to a descriptor. `path` is for the error.
Outcome write_all(int fd, ByteView bytes, const std::filesystem::path& path);

/// fsync of a folder, which makes the names in it durable.
Outcome sync_folder(const std::filesystem::path& folder);

/// Makes a folder and its parents durably, unless they exist already.
Outcome make_folders(const std::filesystem::path& folder);

/// The same for a folder of ours in one that others made: ErrorCode::not_a_file for a link there,
/// so that nothing is written elsewhere.
Outcome make_plain_folder(const std::filesystem::path& folder);

/// Opens such a folder, which exists.
Result<FileDescriptor> open_plain_folder(const std::filesystem::path& folder);

/// Locks the file that has this name, waiting while somebody else holds the lock; it is released
/// with the descriptor. Replacing or removing the file escapes the lock. ErrorCode::file_missing if
/// there is no such file, ErrorCode::not_a_file for a pipe and the like.
Result<FileDescriptor> lock_file(const std::filesystem::path& path);

/// The path from the root of the file system, without a look at what is there.
Result<std::filesystem::path> absolute_path(const std::filesystem::path& path);

bool file_exists(const std::filesystem::path& path);

/// The file that a path leads to through symbolic links; the path itself if it is not a link, or a
/// dangling one.
std::filesystem::path behind_links(const std::filesystem::path& path);

/// Whether something at this path is or would be in a folder, at any depth and by whatever names
/// and links the two are reached. Nothing is in a folder that does not exist.
Result<bool> is_inside(const std::filesystem::path& path, const std::filesystem::path& folder);

/// Whether anybody but its owner may read or write a file; not for pipes and devices.
bool is_open_to_others(const std::filesystem::path& path);

/// ErrorCode::file_exists if anything exists at this path, which is about to be written.
Outcome must_be_free(const std::filesystem::path& path);

} // namespace evote::os

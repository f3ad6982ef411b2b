// SPDX-License-Identifier: Apache-2.0
// Whole files: read with a bound, written atomically (a file without a name or a temporary one,
// fsync, its name, fsync of the folder).
#pragma once

#include "evote/base/bytes.h"
#include "evote/base/result.h"
#include "evote/base/secret.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

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

/// The error of the last system call on a file: ErrorCode::system with errno's text, or
/// ErrorCode::refused for a file that does not exist.
Error file_error(const std::filesystem::path& path);
/// The same for what a function of std::filesystem says.
Error file_error(const std::filesystem::path& path, const std::error_code& code);

/// The whole file. Larger than `limit` bytes: ErrorCode::malformed. Only what can be read to an
/// end: regular files, pipes and character devices (such as a terminal).
Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit = 1U << 30);
/// The same for a file in a folder that others made: ErrorCode::refused for links, pipes and
/// whatever else is not a regular file, so that nobody can make the reader wait or read elsewhere.
Result<Bytes> read_plain_file(const std::filesystem::path& path, std::uint64_t limit = 1U << 30);
/// The same, opened only.
Result<FileDescriptor> open_plain_file(const std::filesystem::path& path);
/// The same into memory that is wiped.
Result<SecretBytes> read_secret_file(const std::filesystem::path& path, std::uint64_t limit);

enum class Existing {
    keep,    ///< a file that is there already is an error (ErrorCode::refused)
    replace, ///< a file that is there already is replaced; if links lead to it, they stay
    same,    ///< a file that is there already is fine if it has these very bytes, and an error
             ///< (ErrorCode::refused) if it has others: for work that was interrupted and goes on
};

enum class Access {
    everyone,   ///< mode 0644
    owner_only, ///< mode 0600
};

/// Writes a file so that after a crash at any moment either all of it is there or none. Also makes
/// sure with fsync that it stays. An error leaves no new file behind, so that the same can be tried
/// again; only a file that was to be replaced may be the new one already. A file is replaced by way
/// of `.<name>.<hex>.tmp` beside it, which a killed process leaves; a new one has no name until it
/// is whole, except where the file system has no files without names.
Outcome write_file(const std::filesystem::path& path, ByteView bytes,
                   Existing existing = Existing::keep, Access access = Access::everyone);

/// Writes all bytes to a descriptor. `path` is for the error.
Outcome write_all(int fd, ByteView bytes, const std::filesystem::path& path);

/// fsync of a folder, so that names in it stay.
Outcome sync_folder(const std::filesystem::path& folder);

/// Makes a folder and those above it, so that they stay; there already is fine.
Outcome make_folders(const std::filesystem::path& folder);

/// Waits until nobody else has this lock on the file that has this name then; it ends with the
/// descriptor. Replacing or removing the file takes it out of the lock's reach. ErrorCode::refused
/// if there is no such file.
Result<FileDescriptor> lock_file(const std::filesystem::path& path);

bool file_exists(const std::filesystem::path& path);

/// Where the file is that a path leads to by symbolic links; the path itself if it is no link, or
/// one that leads to nothing.
std::filesystem::path behind_links(const std::filesystem::path& path);

/// ErrorCode::refused if there is anything at this path, which is to be written.
Outcome must_be_free(const std::filesystem::path& path);

} // namespace evote::os

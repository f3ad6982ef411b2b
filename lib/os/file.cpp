// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"

#include "base/text.h"
#include "crypto/random.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <limits>

namespace evote::os {

namespace {

Error not_a_file(const std::filesystem::path& path) {
    return {ErrorCode::not_a_file, msg("this is not a file"), path.string(), {}};
}

Error not_a_folder(const std::filesystem::path& path) {
    return {ErrorCode::not_a_file,
            msg("this is not a folder but a link or something else"),
            path.string(),
            {}};
}

Result<mode_t> kind_of(const FileDescriptor& fd, const std::filesystem::path& path) {
    struct stat facts {};

    if (::fstat(fd.get(), &facts) != 0)
        return fail(file_error(path));
    return facts.st_mode & S_IFMT;
}

// Whatever can be read to its end, including what a shell passes for <(command).
Result<FileDescriptor> open_for_reading(const std::filesystem::path& path) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0)
        return fail(file_error(path));
    EVOTE_TRY(const mode_t kind, kind_of(fd, path));
    if (kind != S_IFREG && kind != S_IFIFO && kind != S_IFCHR)
        return fail(not_a_file(path));
    return fd;
}

// Reads to the end in pieces and hands each to `take`.
template <class Take>
Outcome read_pieces(const FileDescriptor& fd, const std::filesystem::path& path,
                    std::uint64_t limit, Take take) {
    SecretVector<std::uint8_t> buffer(std::size_t{1} << 16);
    std::uint64_t total = 0;
    for (;;) {
        const auto piece = buffer.expose();
        const ssize_t size = ::read(fd.get(), piece.data(), piece.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail(file_error(path));
        if (size == 0)
            return {};
        total += static_cast<std::uint64_t>(size);
        if (total > limit)
            return fail(Error{ErrorCode::file_too_large,
                              msg("the file is larger than the allowed {0} bytes", limit),
                              path.string(),
                              {}});
        take(ByteView(piece.first(static_cast<std::size_t>(size))));
    }
}

mode_t mode_of(Access access) {
    return access == Access::owner_only ? 0600 : 0644;
}

// The parent of a bare file name is ".".
std::filesystem::path or_here(const std::filesystem::path& folder) {
    return folder.empty() ? "." : folder;
}

// A name in the same folder that nobody else uses, of a length that every disk takes.
std::filesystem::path temporary_beside(const std::filesystem::path& path) {
    ByteArray<8> random{};
    crypto::system_random().fill(random);
    return path.parent_path() / fmt::format(".evote-{}.tmp", hex_encode(random));
}

Outcome write_and_sync(const FileDescriptor& fd, ByteView bytes,
                       const std::filesystem::path& path) {
    if (fd.get() < 0)
        return fail(file_error(path));
    EVOTE_TRY_VOID(write_all(fd.get(), bytes, path));
    if (::fsync(fd.get()) != 0)
        return fail(file_error(path));
    return {};
}

Error exists_already(const std::filesystem::path& path) {
    return {ErrorCode::file_exists,
            msg("this file exists already; it is left unchanged"),
            path.string(),
            {}};
}

// The errors of a kernel or file system that has no nameless files, or cannot name them later (a
// missing /proc). A full or broken disk gives others.
bool needs_names(int number) {
    constexpr std::array numbers{EOPNOTSUPP, EISDIR, EINVAL, ENOENT, EPERM, ENOSYS, EXDEV};
    return std::ranges::find(numbers, number) != numbers.end();
}

// Writes a file that has no name until it is complete, so that nobody sees it sooner and nothing is
// left if this process is killed. False, and nothing is done, where that is not supported.
Result<bool> write_nameless(const std::filesystem::path& path, ByteView bytes, Access access) {
    const auto folder = or_here(path.parent_path());
    const FileDescriptor fd(
        ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode_of(access)));
    if (fd.get() < 0 && needs_names(errno))
        return false;
    EVOTE_TRY_VOID(write_and_sync(fd, bytes, path));
    const auto nameless = fmt::format("/proc/self/fd/{}", fd.get());
    if (::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0)
        return true;
    if (errno == EEXIST)
        return fail(exists_already(path));
    if (needs_names(errno))
        return false;
    return fail(file_error(path));
}

Outcome rename_to(const std::filesystem::path& temporary, const std::filesystem::path& path) {
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return fail(file_error(path));
    return {};
}

// Gives the temporary file its name, unless that is taken.
Outcome link_to(const std::filesystem::path& temporary, const std::filesystem::path& path) {
    if (::link(temporary.c_str(), path.c_str()) == 0) {
        if (::unlink(temporary.c_str()) == 0)
            return {};
        const Error error = file_error(path);
        ::unlink(path.c_str());
        return fail(error);
    }
    if (errno == EEXIST)
        return fail(exists_already(path));
    // Media such as FAT sticks have no links: check first, then rename.
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return fail(file_error(path));
    EVOTE_TRY_VOID(must_be_free(path));
    return rename_to(temporary, path);
}

using GiveName = Outcome (*)(const std::filesystem::path&, const std::filesystem::path&);

Outcome write_temporary(const std::filesystem::path& path, ByteView bytes, Access access,
                        GiveName give_name) {
    const auto temporary = temporary_beside(path);
    const FileDescriptor fd(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_of(access)));
    Outcome outcome = write_and_sync(fd, bytes, temporary);
    if (outcome)
        outcome = give_name(temporary, path);
    if (!outcome)
        ::unlink(temporary.c_str());
    return outcome;
}

Outcome write_new(const std::filesystem::path& path, ByteView bytes, Access access) {
    EVOTE_TRY_VOID(must_be_free(path));
    EVOTE_TRY(const bool written, write_nameless(path, bytes, access));
    if (!written)
        EVOTE_TRY_VOID(write_temporary(path, bytes, access, link_to));
    Outcome outcome = sync_folder(path.parent_path());
    if (!outcome)
        ::unlink(path.c_str());
    return outcome;
}

// Only a file is replaced, or a link that leads nowhere: never a device, say, whose name leads to
// more than data.
Outcome write_over(const std::filesystem::path& path, ByteView bytes, Access access) {
    struct stat there {};

    if (::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode))
        return fail(not_a_file(path));
    EVOTE_TRY_VOID(write_temporary(path, bytes, access, rename_to));
    return sync_folder(path.parent_path());
}

// Makes a file that an interrupted run has written durable.
Outcome keep_same(const std::filesystem::path& path, ByteView bytes) {
    EVOTE_TRY(const FileDescriptor fd, open_plain_file(path));
    SecretBytes there;
    const Outcome read =
        read_pieces(fd, path, bytes.size(), [&](ByteView piece) { there.append(piece); });
    if (!read && read.error().code != ErrorCode::file_too_large)
        return read;
    if (!read || !equal(there.expose(), bytes))
        return fail(Error{ErrorCode::file_exists,
                          msg("a different file exists already; it is left unchanged"),
                          path.string(),
                          {}});
    if (::fsync(fd.get()) != 0)
        return fail(file_error(path));
    return sync_folder(path.parent_path());
}

// The parent exists.
Outcome make_folder(const std::filesystem::path& folder) {
    std::error_code code;
    const bool made = std::filesystem::create_directory(folder, code);
    if (code == std::errc::file_exists)
        return fail(exists_already(folder));
    if (code)
        return fail(file_error(folder, code));
    if (!made)
        return {}; // somebody else has made it meanwhile
    Outcome outcome = sync_folder(folder.parent_path());
    if (!outcome)
        ::rmdir(folder.c_str()); // the next try would take it for a durable one
    return outcome;
}

} // namespace

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0)
        ::close(fd_);
}

Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit) {
    EVOTE_TRY(const FileDescriptor fd, open_for_reading(path));
    Bytes out;
    EVOTE_TRY_VOID(read_pieces(fd, path, limit, [&](ByteView piece) { append(out, piece); }));
    return out;
}

// Without waiting: opening a pipe waits for the other end, perhaps for ever.
Result<FileDescriptor> open_plain_file(const std::filesystem::path& path) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (fd.get() < 0)
        return fail(errno == ELOOP || errno == ENXIO ? not_a_file(path) : file_error(path));
    EVOTE_TRY(const mode_t kind, kind_of(fd, path));
    if (kind != S_IFREG)
        return fail(not_a_file(path));
    return fd;
}

Result<Bytes> read_plain_file(const std::filesystem::path& path, std::uint64_t limit) {
    EVOTE_TRY(const FileDescriptor fd, open_plain_file(path));
    Bytes out;
    EVOTE_TRY_VOID(read_pieces(fd, path, limit, [&](ByteView piece) { append(out, piece); }));
    return out;
}

Result<SecretBytes> read_secret_file(const std::filesystem::path& path, std::uint64_t limit) {
    EVOTE_TRY(const FileDescriptor fd, open_for_reading(path));
    SecretBytes out;
    EVOTE_TRY_VOID(read_pieces(fd, path, limit, [&](ByteView piece) { out.append(piece); }));
    return out;
}

Outcome write_file(const std::filesystem::path& path, ByteView bytes, Existing existing,
                   Access access) {
    if (existing == Existing::same && file_exists(path))
        return keep_same(path, bytes);
    Outcome outcome = existing == Existing::replace ? write_over(behind_links(path), bytes, access)
                                                    : write_new(path, bytes, access);
    // The user knows the file by its own name.
    if (!outcome)
        outcome.error().file = path.string();
    return outcome;
}

Outcome write_all(int fd, ByteView bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t size = ::write(fd, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail(file_error(path));
        bytes = bytes.subspan(static_cast<std::size_t>(size));
    }
    return {};
}

Outcome sync_folder(const std::filesystem::path& folder) {
    const auto name = or_here(folder);
    const FileDescriptor fd(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0)
        return fail(file_error(name));
    return {};
}

Outcome make_folders(const std::filesystem::path& given) {
    const auto folder = given.has_filename() ? given : given.parent_path(); // "a/" is "a"
    std::error_code code;
    if (folder.empty() || std::filesystem::is_directory(folder, code))
        return {};
    EVOTE_TRY_VOID(make_folders(folder.parent_path()));
    return make_folder(folder);
}

Outcome make_plain_folder(const std::filesystem::path& folder) {
    EVOTE_TRY_VOID(make_folders(folder));
    EVOTE_TRY(const FileDescriptor fd, open_plain_folder(folder));
    return {};
}

Result<FileDescriptor> open_plain_folder(const std::filesystem::path& folder) {
    FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (fd.get() >= 0)
        return fd;
    const int number = errno;
    if ((number == ENOTDIR || number == ELOOP) && file_exists(folder))
        return fail(not_a_folder(folder));
    return fail(file_error(folder, {number, std::generic_category()}));
}

Result<FileDescriptor> lock_file(const std::filesystem::path& path) {
    for (;;) {
        FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        if (fd.get() < 0)
            return fail(file_error(path));
        EVOTE_TRY(const mode_t kind, kind_of(fd, path));
        if (kind != S_IFREG)
            return fail(not_a_file(path));
        if (::flock(fd.get(), LOCK_EX) != 0)
            return fail(file_error(path));

        struct stat locked {};

        struct stat named {};

        if (::fstat(fd.get(), &locked) != 0 || ::stat(path.c_str(), &named) != 0)
            return fail(file_error(path));
        if (locked.st_ino == named.st_ino && locked.st_dev == named.st_dev)
            return fd;
    }
}

Outcome must_be_free(const std::filesystem::path& path) {
    if (file_exists(path))
        return fail(exists_already(path));
    return {};
}

} // namespace evote::os

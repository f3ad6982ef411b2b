// SPDX-License-Identifier: Apache-2.0
#include "evote/base/file.h"

#include "evote/base/random.h"
#include "evote/base/text.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>

namespace evote {

namespace {

// std::strerror is not safe with threads; this is.
std::string errno_text(int number) {
    const char* const text = strerrordesc_np(number);
    return text != nullptr ? text : fmt::format("error {}", number);
}

Error not_a_file(const std::filesystem::path& path) {
    return {Status::refused, msg("this is not a file"), path.string(), {}};
}

Result<mode_t> kind_of(const FileDescriptor& fd, const std::filesystem::path& path) {
    struct stat facts {};

    if (::fstat(fd.get(), &facts) != 0)
        return fail(file_error(path));
    return facts.st_mode & S_IFMT;
}

// Whatever can be read to an end: also what a shell gives for <(command).
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
            return fail(Error{Status::malformed,
                              msg("the file is larger than the {0} bytes that it may have", limit),
                              path.string(),
                              {}});
        take(ByteView(piece.first(static_cast<std::size_t>(size))));
    }
}

// A name beside the file that nobody else uses.
std::filesystem::path temporary_beside(const std::filesystem::path& path) {
    ByteArray<8> random{};
    system_random().fill(random);
    return path.parent_path() /
           fmt::format(".{}.{}.tmp", path.filename().string(), hex_encode(random));
}

Outcome write_and_sync(const std::filesystem::path& path, ByteView bytes, Access access) {
    const mode_t mode = access == Access::owner_only ? 0600 : 0644;
    const FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (fd.get() < 0)
        return fail(file_error(path));
    EVOTE_TRY_VOID(write_all(fd.get(), bytes, path));
    if (::fsync(fd.get()) != 0)
        return fail(file_error(path));
    return {};
}

Error exists_already(const std::filesystem::path& path) {
    return {
        Status::refused, msg("this file exists already; it is left as it is"), path.string(), {}};
}

// Gives the temporary file its name: over what is there, or only where nothing is.
Outcome put_in_place(const std::filesystem::path& temporary, const std::filesystem::path& path,
                     Existing existing) {
    if (existing == Existing::replace) {
        if (::rename(temporary.c_str(), path.c_str()) != 0)
            return fail(file_error(path));
        return {};
    }
    if (::link(temporary.c_str(), path.c_str()) == 0) {
        if (::unlink(temporary.c_str()) == 0)
            return {};
        const Error error = file_error(path);
        ::unlink(path.c_str());
        return fail(error);
    }
    if (errno == EEXIST)
        return fail(exists_already(path));
    // Media such as FAT sticks have no links; there, look and then rename.
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return fail(file_error(path));
    EVOTE_TRY_VOID(must_be_free(path));
    return put_in_place(temporary, path, Existing::replace);
}

// Makes sure of a file that an interrupted run has written.
Outcome keep_same(const std::filesystem::path& path, ByteView bytes) {
    auto there = read_secret_file(path, bytes.size());
    if (!there && there.error().status != Status::malformed)
        return fail(std::move(there).take_error());
    if (!there || !equal(there->expose(), bytes))
        return fail(Error{Status::refused,
                          msg("another file is there already; it is left as it is"),
                          path.string(),
                          {}});
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0)
        return fail(file_error(path));
    return sync_folder(path.parent_path());
}

} // namespace

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0)
        ::close(fd_);
}

Error file_error(const std::filesystem::path& path) {
    const int number = errno;
    if (number == ENOENT || number == ENOTDIR)
        return {Status::refused, msg("no such file or folder"), path.string(), {}};
    return {Status::system, msg("the system says: {0}", errno_text(number)), path.string(), {}};
}

Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit) {
    EVOTE_TRY(const FileDescriptor fd, open_for_reading(path));
    Bytes out;
    EVOTE_TRY_VOID(read_pieces(fd, path, limit, [&](ByteView piece) { append(out, piece); }));
    return out;
}

// Without waiting: who opens a pipe waits for the other end, maybe for ever.
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
    if (existing != Existing::replace)
        EVOTE_TRY_VOID(must_be_free(path));
    const auto temporary = temporary_beside(path);
    Outcome outcome = write_and_sync(temporary, bytes, access);
    if (outcome)
        outcome = put_in_place(temporary, path, existing);
    if (!outcome)
        ::unlink(temporary.c_str());
    else if (outcome = sync_folder(path.parent_path()); !outcome && existing != Existing::replace)
        ::unlink(path.c_str());
    // The person knows the file by its own name.
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
    const auto name = folder.empty() ? std::filesystem::path(".") : folder;
    const FileDescriptor fd(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0)
        return fail(file_error(name));
    return {};
}

Outcome make_folders(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) {
        errno = code.value();
        return fail(file_error(folder));
    }
    return {};
}

Result<FileDescriptor> lock_file(const std::filesystem::path& path) {
    for (;;) {
        FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (fd.get() < 0 || ::flock(fd.get(), LOCK_EX) != 0)
            return fail(file_error(path));

        struct stat locked {};

        struct stat named {};

        if (::fstat(fd.get(), &locked) != 0 || ::stat(path.c_str(), &named) != 0)
            return fail(file_error(path));
        if (locked.st_ino == named.st_ino && locked.st_dev == named.st_dev)
            return fd;
    }
}

bool file_exists(const std::filesystem::path& path) {
    struct stat facts {};

    return ::lstat(path.c_str(), &facts) == 0;
}

Outcome must_be_free(const std::filesystem::path& path) {
    if (file_exists(path))
        return fail(exists_already(path));
    return {};
}

} // namespace evote

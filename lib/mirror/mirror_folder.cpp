// SPDX-License-Identifier: Apache-2.0
#include "mirror/mirror_folder.h"

#include "base/text.h"
#include "board/storage.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace evote::mirror {

namespace {

constexpr const char* new_file = "new";

// "registrars/1.csv" as the name of one file.
std::string part_name(std::string name) {
    std::ranges::replace(name, '/', '-');
    return name + ".part";
}

} // namespace

Result<std::filesystem::path> folder_beside(const std::filesystem::path& mirror) {
    EVOTE_TRY(const auto absolute, os::absolute_path(mirror));
    auto out = absolute.lexically_normal();
    if (!out.has_filename())
        out = out.parent_path();
    out += ".follow";
    return out;
}

Result<MirrorFolder> MirrorFolder::open(const std::filesystem::path& mirror) {
    EVOTE_TRY(const auto work, folder_beside(mirror));
    EVOTE_TRY_VOID(os::make_folders(mirror));
    EVOTE_TRY_VOID(os::make_plain_folder(work));
    EVOTE_TRY(os::FileDescriptor lock, os::open_plain_folder(work));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(os::file_error(work));
        return fail(Error{ErrorCode::locked,
                          msg("another program is following into this mirror right now"),
                          mirror.string(),
                          {}});
    }
    return MirrorFolder(record::RecordFolder(mirror), work, std::move(lock));
}

bool MirrorFolder::has(std::string_view name) const {
    return os::file_exists(path_of(name));
}

Result<std::optional<Bytes>> MirrorFolder::read(std::string_view name, std::uint64_t limit) const {
    auto bytes = os::read_plain_file(path_of(name), limit);
    if (bytes)
        return std::optional(std::move(*bytes));
    if (bytes.error().code == ErrorCode::file_missing)
        return std::optional<Bytes>();
    return fail(std::move(bytes).take_error());
}

// One folder after the other, and through no link.
Outcome MirrorFolder::make_parents(const std::filesystem::path& file) const {
    std::filesystem::path folder = record_.path();
    for (const auto& part : file.parent_path().lexically_relative(record_.path())) {
        if (part == ".")
            continue;
        folder /= part;
        EVOTE_TRY_VOID(os::make_plain_folder(folder));
    }
    return {};
}

Outcome MirrorFolder::put(std::string_view name, ByteView bytes) const {
    const auto file = work_ / new_file;
    EVOTE_TRY_VOID(board::system_storage().write_synced(file, bytes));
    return take(file, name);
}

Outcome MirrorFolder::put_beside(const std::string& name, ByteView bytes) const {
    auto& storage = board::system_storage();
    EVOTE_TRY_VOID(storage.write_synced(work_ / new_file, bytes));
    EVOTE_TRY_VOID(storage.rename(work_ / new_file, work_ / name));
    return storage.sync_folder(work_);
}

Outcome MirrorFolder::take(const std::filesystem::path& file, std::string_view name) const {
    const auto path = path_of(name);
    EVOTE_TRY_VOID(make_parents(path));
    EVOTE_TRY_VOID(board::system_storage().rename(file, path));
    return os::sync_folder(path.parent_path());
}

Result<bool> MirrorFolder::fetch_large(const Network& network, const std::string& name,
                                       std::filesystem::path& path) const {
    path = work_ / part_name(name);
    const os::FileDescriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644));

    struct stat facts {};

    if (fd.get() < 0 || ::fstat(fd.get(), &facts) != 0)
        return fail(os::file_error(path));
    auto done = static_cast<std::uint64_t>(facts.st_size);
    for (;;) {
        EVOTE_TRY(const auto piece, network(name, done, piece_bytes));
        if (!piece)
            return false;
        if (piece->size < done) { // it is another file than the one that was begun
            if (::ftruncate(fd.get(), 0) != 0)
                return fail(os::file_error(path));
            done = 0;
            continue;
        }
        EVOTE_TRY_VOID(os::write_all(fd.get(), piece->bytes, path));
        done += piece->bytes.size();
        if (done >= piece->size)
            break;
        if (piece->bytes.empty())
            return fail(Error{ErrorCode::unreachable,
                              msg("the server's file changes while it is read"),
                              name,
                              {}});
    }
    if (::fsync(fd.get()) != 0)
        return fail(os::file_error(path));
    return true;
}

} // namespace evote::mirror

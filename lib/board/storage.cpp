// SPDX-License-Identifier: Apache-2.0
#include "board/storage.h"

#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace evote::board {

namespace {

class SystemStorage final : public Storage {
  public:
    Outcome make_folder(const std::filesystem::path& folder) override {
        if (::mkdir(folder.c_str(), 0755) == 0)
            return {};
        if (errno != EEXIST)
            return fail(os::file_error(folder));
        // Never through a link to somewhere else.
        EVOTE_TRY(const os::FileDescriptor there, os::open_plain_folder(folder));
        return {};
    }

    Outcome write_synced(const std::filesystem::path& file, ByteView bytes) override {
        const os::FileDescriptor fd(
            ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (fd.get() < 0)
            return fail(os::file_error(file));
        EVOTE_TRY_VOID(os::write_all(fd.get(), bytes, file));
        if (::fsync(fd.get()) != 0)
            return fail(os::file_error(file));
        return {};
    }

    Outcome rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0)
            return fail(os::file_error(to));
        return {};
    }

    Outcome remove(const std::filesystem::path& path) override {
        if (::remove(path.c_str()) != 0 && errno != ENOENT && errno != ENOTEMPTY)
            return fail(os::file_error(path));
        return {};
    }

    Outcome sync_folder(const std::filesystem::path& folder) override {
        return evote::os::sync_folder(folder);
    }
};

} // namespace

Storage& system_storage() {
    static SystemStorage storage;
    return storage;
}

} // namespace evote::board

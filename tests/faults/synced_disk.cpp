// SPDX-License-Identifier: Apache-2.0
// A library to be preloaded, which keeps in the folder EVOTE_SYNCED what a disk must have of the
// folder EVOTE_DISK after a power cut, and nothing more: the content of a file as it was when that
// was last synced, and the names in a folder as they were when the folder was. Real files are
// written as always.
//
// EVOTE_SYNCED/content/<inode> is a synced content, EVOTE_SYNCED/tree the names. A name whose
// content was never synced is an empty file there.
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

std::mutex mutex;

std::string path_of(int fd) {
    std::array<char, PATH_MAX> out{};
    const auto link = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t size = ::readlink(link.c_str(), out.data(), out.size());
    return size > 0 ? std::string(out.data(), static_cast<std::size_t>(size)) : std::string();
}

fs::path content_of(const fs::path& synced, const struct stat& file) {
    return synced / "content" / std::to_string(file.st_ino);
}

// A process that is killed meanwhile leaves nothing where somebody looks.
void replace(const fs::path& from, const fs::path& synced, const fs::path& to) {
    const auto unfinished = synced / "unfinished";
    fs::copy_file(from, unfinished, fs::copy_options::overwrite_existing);
    fs::rename(unfinished, to);
}

void sync_names(const fs::path& folder, const fs::path& synced, const fs::path& kept) {
    fs::create_directories(kept);
    for (const auto& item : fs::directory_iterator(kept))
        if (!fs::exists(folder / item.path().filename()))
            fs::remove_all(item.path());
    for (const auto& item : fs::directory_iterator(folder)) {
        const auto to = kept / item.path().filename();

        struct stat file {};

        if (item.is_directory()) {
            fs::create_directories(to);
        } else if (item.is_regular_file() && ::stat(item.path().c_str(), &file) == 0) {
            const auto content = content_of(synced, file);
            if (fs::exists(content))
                replace(content, synced, to);
        }
    }
}

void note(int fd) {
    const char* const disk = std::getenv("EVOTE_DISK");
    const char* const synced = std::getenv("EVOTE_SYNCED");
    const fs::path path = path_of(fd);

    struct stat file {};

    if (disk == nullptr || synced == nullptr || ::fstat(fd, &file) != 0)
        return;
    const auto name = path.lexically_relative(disk);
    if (name.empty() || *name.begin() == "..")
        return;
    const std::lock_guard lock(mutex);
    if (S_ISDIR(file.st_mode))
        sync_names(path, synced, fs::path(synced) / "tree" / name);
    else
        replace(path, synced, content_of(synced, file));
}

template <int (*call)(int)>
int synced(int fd) {
    const int result = call(fd);
    const int error = errno;
    try {
        if (result == 0)
            note(fd);
    } catch (const fs::filesystem_error&) {
        std::abort(); // a test's disk
    }
    errno = error;
    return result;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int next_fsync(int fd) {
    return next<int(int)>("fsync")(fd);
}

int next_fdatasync(int fd) {
    return next<int(int)>("fdatasync")(fd);
}

} // namespace

extern "C" int fsync(int fd) {
    return synced<next_fsync>(fd);
}

extern "C" int fdatasync(int fd) {
    return synced<next_fdatasync>(fd);
}

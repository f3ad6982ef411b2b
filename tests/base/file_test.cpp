// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstring>
#include <fstream>
#include <thread>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// What the functions below, which replace those of the C library, have done and are to do.
std::vector<fs::path> synced;
int sync_error = 0;
int nameless_error = 0;    // for opening a nameless file
int link_error = 0;        // for giving it one
int second_name_error = 0; // for giving a second name to a file that has one
fs::path comes_meanwhile;  // a file that somebody else makes in between

} // namespace

extern "C" {

int fsync(int fd) {
    if (sync_error != 0) {
        errno = sync_error;
        return -1;
    }
    synced.push_back(fs::read_symlink("/proc/self/fd/" + std::to_string(fd)));
    return static_cast<int>(::syscall(SYS_fsync, fd));
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
    if (link_error != 0) {
        errno = link_error;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
}

int open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (nameless_error != 0 && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = nameless_error;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

int link(const char* from, const char* to) noexcept {
    if (!comes_meanwhile.empty())
        std::ofstream(comes_meanwhile) << "other";
    if (second_name_error != 0) {
        errno = second_name_error;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

} // extern "C"

namespace {

// The names that appear in a folder, including those that vanish again.
class NameWatch {
  public:
    explicit NameWatch(const fs::path& folder) : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        REQUIRE(::inotify_add_watch(fd_.get(), folder.c_str(), IN_CREATE | IN_MOVED_TO) >= 0);
    }

    std::vector<std::string> names() {
        alignas(inotify_event) std::array<char, 4096> buffer{};
        std::vector<std::string> out;
        const ssize_t size = ::read(fd_.get(), buffer.data(), buffer.size());
        for (ssize_t at = 0; at < size;) {
            const char* const event = buffer.data() + at;
            std::uint32_t length = 0;
            std::memcpy(&length, event + offsetof(inotify_event, len), sizeof(length));
            out.emplace_back(event + sizeof(inotify_event)); // ended by a zero byte
            at += static_cast<ssize_t>(sizeof(inotify_event) + length);
        }
        return out;
    }

  private:
    FileDescriptor fd_;
};

bool was_synced(const fs::path& path) {
    return std::ranges::find(synced, fs::canonical(path)) != synced.end();
}

ino_t number_of(const FileDescriptor& fd) {
    struct stat facts {};

    REQUIRE(::fstat(fd.get(), &facts) == 0);
    return facts.st_ino;
}

ino_t number_of(const fs::path& path) {
    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_ino;
}

// Long enough for a thread to do what it must not do.
void give_time() {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

} // namespace

TEST_CASE("files are written whole and never over an existing one") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    REQUIRE(write_file(path, bytes_of("one")));
    const auto second = write_file(path, bytes_of("two"));
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::file_exists);
    CHECK(to_string(read_file(path).value()) == "one");
    REQUIRE(write_file(path, bytes_of("two"), Existing::replace));
    CHECK(to_string(read_file(path).value()) == "two");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("writing the same file again succeeds and another one does not") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    REQUIRE(write_file(path, bytes_of("one"), Existing::same));
    synced.clear();
    CHECK(write_file(path, bytes_of("one"), Existing::same));
    // Whoever wrote it may have been killed before syncing it.
    CHECK(was_synced(path));
    CHECK(was_synced(folder.path()));
    for (const auto* other : {"two", "on", "ones", ""}) {
        const auto outcome = write_file(path, bytes_of(other), Existing::same);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == ErrorCode::file_exists);
        CHECK(outcome.error().file == path.string());
    }
    CHECK(to_string(read_file(path).value()) == "one");
    const auto no_file = write_file(folder.path(), bytes_of("one"), Existing::same);
    REQUIRE_FALSE(no_file);
    CHECK(no_file.error().english().ends_with("this is not a file"));
}

TEST_CASE("attack 37 a new file appears in its folder whole and only under its own name") {
    const TemporaryFolder folder;
    NameWatch watch(folder.path());
    synced.clear();
    for (const Existing existing : {Existing::keep, Existing::same}) {
        const std::string name = existing == Existing::keep ? "keep" : "same";
        REQUIRE(write_file(folder.path() / name, bytes_of("one"), existing));
        CHECK(watch.names() == std::vector{name});
        CHECK(was_synced(folder.path()));
        CHECK(synced.size() == 2); // the file, and then the folder
        synced.clear();
    }
}

TEST_CASE("without names for nameless files a temporary one is used and removed") {
    for (int* error : {&link_error, &nameless_error})
        for (const int number : {ENOENT, EPERM, EOPNOTSUPP}) {
            const TemporaryFolder folder;
            NameWatch watch(folder.path());
            *error = number;
            const auto written = write_file(folder.path() / "file", bytes_of("one"));
            *error = 0;
            REQUIRE(written);
            CHECK(watch.names().size() == 2);
            CHECK(to_string(read_file(folder.path() / "file").value()) == "one");
            CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
        }
}

TEST_CASE("where files cannot have second names the temporary one is renamed") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    nameless_error = EOPNOTSUPP;
    second_name_error = EPERM;
    CHECK(write_file(file, bytes_of("one")));
    CHECK(to_string(read_file(file).value()) == "one");
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
    second_name_error = ENOSPC;
    CHECK(write_file(folder.path() / "full", bytes_of("one")).error().code == ErrorCode::disk_full);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
    nameless_error = second_name_error = 0;
}

TEST_CASE("a file that somebody else makes meanwhile is left alone") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    link_error = EEXIST;
    CHECK(write_file(file, bytes_of("one")).error().code == ErrorCode::file_exists);
    link_error = 0;
    comes_meanwhile = file;
    nameless_error = EOPNOTSUPP;
    for (const int number : {0, EPERM}) {
        fs::remove(file);
        second_name_error = number;
        const auto written = write_file(file, bytes_of("one"));
        second_name_error = 0;
        REQUIRE_FALSE(written);
        CHECK(written.error().code == ErrorCode::file_exists);
        CHECK(to_string(read_file(file).value()) == "other");
        CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
    }
    nameless_error = 0;
    comes_meanwhile.clear();
}

TEST_CASE("a new file that cannot be made durable is not left behind") {
    const TemporaryFolder folder;
    for (int* error : {&sync_error, &link_error}) {
        *error = ENOSPC;
        const auto written = write_file(folder.path() / "file", bytes_of("one"));
        *error = 0;
        REQUIRE_FALSE(written);
        CHECK(written.error().code == ErrorCode::disk_full);
        CHECK(written.error().file == (folder.path() / "file").string());
        CHECK(fs::is_empty(folder.path()));
    }
}

TEST_CASE("a file behind a link is replaced and the link is kept") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "inner/file";
    const auto link = folder.path() / "link";
    REQUIRE(make_folders(file.parent_path()));
    REQUIRE(write_file(file, bytes_of("one")));
    fs::create_symlink("inner/file", link);
    fs::create_symlink("link", folder.path() / "link to it");
    synced.clear();
    REQUIRE(write_file(folder.path() / "link to it", bytes_of("two"), Existing::replace));
    CHECK(was_synced(file.parent_path()));
    CHECK(fs::is_symlink(link));
    CHECK(fs::is_symlink(folder.path() / "link to it"));
    CHECK(to_string(read_file(file).value()) == "two");
    // A dangling link: there is no old file behind it.
    fs::create_symlink("nothing", folder.path() / "dangling");
    REQUIRE(write_file(folder.path() / "dangling", bytes_of("three"), Existing::replace));
    CHECK(to_string(read_plain_file(folder.path() / "dangling").value()) == "three");
}

TEST_CASE("new folders are durable") {
    const TemporaryFolder folder;
    synced.clear();
    REQUIRE(make_folders(folder.path() / "a/b/c/"));
    CHECK(fs::is_directory(folder.path() / "a/b/c"));
    for (const auto& parent : {folder.path(), folder.path() / "a", folder.path() / "a/b"})
        CHECK(was_synced(parent));
    CHECK(make_folders(folder.path() / "a/b/c"));
    synced.clear();
    CHECK(make_folders(folder.path() / "a/x/../y"));
    CHECK(synced.size() == 2); // "a" has got two
    CHECK(was_synced(folder.path() / "a"));
    CHECK(fs::is_directory(folder.path() / "a/y"));
    REQUIRE(write_file(folder.path() / "file", bytes_of("x")));
    CHECK(make_folders(folder.path() / "file").error().code == ErrorCode::file_exists);
    CHECK(make_folders(folder.path() / "file/x").error().code == ErrorCode::file_exists);
    const auto none = make_folders("/proc/none/x");
    REQUIRE_FALSE(none);
    CHECK(none.error().file == "/proc/none");
    // A folder that cannot be made durable is gone for the next try.
    sync_error = EIO;
    const auto made = make_folders(folder.path() / "unsure");
    sync_error = 0;
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::system);
    CHECK_FALSE(file_exists(folder.path() / "unsure"));
}

TEST_CASE("a lock is waited for and is on the file that then has the name") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    CHECK(lock_file(path).error().code == ErrorCode::file_missing);
    REQUIRE(write_file(path, bytes_of("one")));
    auto first = lock_file(path);
    REQUIRE(first);
    std::atomic<bool> has = false;
    FileDescriptor second;
    std::thread other([&] {
        if (auto locked = lock_file(path))
            second = *std::move(locked);
        has = true;
    });
    give_time();
    CHECK_FALSE(has);
    // The other thread waits for the file that is being replaced.
    REQUIRE(write_file(path, bytes_of("two"), Existing::replace));
    give_time();
    CHECK_FALSE(has);
    *first = FileDescriptor();
    other.join();
    REQUIRE(second.get() >= 0);
    CHECK(number_of(second) == number_of(path));
}

TEST_CASE("private files are accessible to their owner only") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "secret";
    REQUIRE(write_file(path, bytes_of("s"), Existing::keep, Access::owner_only));

    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("file errors name the file and tell missing and too large and system errors apart") {
    const TemporaryFolder folder;
    const auto missing = read_file(folder.path() / "none");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::file_missing);
    CHECK(missing.error().file == (folder.path() / "none").string());
    REQUIRE(write_file(folder.path() / "f", bytes_of("12345")));
    CHECK(read_file(folder.path() / "f", 4).error().code == ErrorCode::file_too_large);
    CHECK(read_file(folder.path()).error().code == ErrorCode::not_a_file);
    const auto nowhere = write_file("/dev/full/x", bytes_of("1"));
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == ErrorCode::file_missing);
    CHECK(nowhere.error().file == "/dev/full/x");
    const FileDescriptor full(::open("/dev/full", O_WRONLY));
    CHECK(write_all(full.get(), bytes_of("1"), "/dev/full").error().code == ErrorCode::disk_full);
    // Its first page cannot be read.
    CHECK(read_file("/proc/self/mem").error().code == ErrorCode::system);
}

TEST_CASE("what the system says has a code and words that can be translated") {
    const auto error = [](int number) {
        return file_error("f", {number, std::generic_category()});
    };
    CHECK(error(ENOENT).code == ErrorCode::file_missing);
    CHECK(error(ENOTDIR).english() == "f: no such file or folder");
    for (const int number : {EACCES, EPERM, EROFS})
        CHECK(error(number).code == ErrorCode::no_permission);
    for (const int number : {ENOSPC, EDQUOT})
        CHECK(error(number).english() == "f: no space is left on the disk");
    for (const int number : {ENOMEM, EMFILE, ENFILE})
        CHECK(error(number).code == ErrorCode::out_of_resources);
    for (const int number : {EISDIR, EIO, ELOOP, 9999})
        CHECK(error(number).code == ErrorCode::system);
    CHECK(error(ELOOP).english() ==
          "f: the system says: Too many levels of symbolic links (error 40)");
    CHECK(error(9999).english() == "f: the system says: ? (error 9999)");
}

TEST_CASE("attack 34 anything but a plain file is refused without waiting") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    REQUIRE(write_file(file, bytes_of("one")));
    CHECK(to_string(read_plain_file(file).value()) == "one");
    CHECK(read_plain_file(file, 2).error().code == ErrorCode::file_too_large);
    CHECK(read_plain_file(folder.path() / "missing").error().english().find("no such") !=
          std::string::npos);
    std::filesystem::create_symlink(file, folder.path() / "link");
    std::filesystem::create_symlink("loop", folder.path() / "loop");
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    for (const std::filesystem::path& path :
         {folder.path(), folder.path() / "link", folder.path() / "loop", folder.path() / "pipe",
          std::filesystem::path("/dev/zero")}) {
        INFO(path.string());
        const auto read = read_plain_file(path);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::not_a_file);
        CHECK(read.error().english().find("this is not a file") != std::string::npos);
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "support/temporary_folder.h"

#include "evote/base/file.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>

#include <thread>

using namespace evote;

TEST_CASE("files are written whole and never over a finished one") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    REQUIRE(write_file(path, bytes_of("one")));
    const auto second = write_file(path, bytes_of("two"));
    REQUIRE_FALSE(second);
    CHECK(second.error().status == Status::refused);
    CHECK(to_string(read_file(path).value()) == "one");
    REQUIRE(write_file(path, bytes_of("two"), Existing::replace));
    CHECK(to_string(read_file(path).value()) == "two");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("the same file again is fine and another one is not") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    REQUIRE(write_file(path, bytes_of("one"), Existing::same));
    CHECK(write_file(path, bytes_of("one"), Existing::same));
    for (const auto* other : {"two", "on", "ones", ""}) {
        const auto outcome = write_file(path, bytes_of(other), Existing::same);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().status == Status::refused);
        CHECK(outcome.error().file == path.string());
    }
    CHECK(to_string(read_file(path).value()) == "one");
}

TEST_CASE("a lock is waited for and is on the file that has the name then") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    CHECK(lock_file(path).error().status == Status::refused);
    REQUIRE(write_file(path, bytes_of("one")));
    auto first = lock_file(path);
    REQUIRE(first);
    std::string seen;
    std::thread other([&] {
        const auto second = lock_file(path);
        if (second)
            seen = to_string(read_file(path).value());
    });
    REQUIRE(write_file(path, bytes_of("two"), Existing::replace));
    *first = FileDescriptor();
    other.join();
    CHECK(seen == "two");
}

TEST_CASE("private files are for their owner only") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "secret";
    REQUIRE(write_file(path, bytes_of("s"), Existing::keep, Access::owner_only));

    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("file errors name the file and tell missing from too large and from the system") {
    const TemporaryFolder folder;
    const auto missing = read_file(folder.path() / "none");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().status == Status::refused);
    CHECK(missing.error().file == (folder.path() / "none").string());
    REQUIRE(write_file(folder.path() / "f", bytes_of("12345")));
    CHECK(read_file(folder.path() / "f", 4).error().status == Status::malformed);
    CHECK(read_file(folder.path()).error().status == Status::refused);
    CHECK(write_file("/dev/full/x", bytes_of("1")).error().status != Status::done);
    const FileDescriptor full(::open("/dev/full", O_WRONLY));
    CHECK(write_all(full.get(), bytes_of("1"), "/dev/full").error().status == Status::system);
}

TEST_CASE("attack 34 what is not a plain file is refused without waiting") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    REQUIRE(write_file(file, bytes_of("one")));
    CHECK(to_string(read_plain_file(file).value()) == "one");
    CHECK(read_plain_file(file, 2).error().status == Status::malformed);
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
        CHECK(read.error().status == Status::refused);
        CHECK(read.error().english().find("this is not a file") != std::string::npos);
    }
}

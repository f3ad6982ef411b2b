// SPDX-License-Identifier: Apache-2.0
#include "support/temporary_folder.h"

#include "evote/base/file.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>

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

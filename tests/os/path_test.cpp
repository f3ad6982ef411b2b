// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// A folder with a record, and a folder beside it.
struct Place {
    TemporaryFolder folder;
    fs::path record = folder.path() / "record";
    fs::path beside = folder.path() / "beside";

    Place() {
        fs::create_directories(record / "board");
        fs::create_directories(beside);
    }

    bool inside(const fs::path& path) const { return must(is_inside(path, record)); }
};

} // namespace

TEST_CASE("attack 52 finding 14 a path into a folder is seen through links and other names") {
    const Place place;
    fs::create_directory_symlink(place.record, place.folder.path() / "other");
    fs::create_directory_symlink(place.record / "board", place.beside / "board");
    CHECK(place.inside(place.record / "key"));
    CHECK(place.inside(place.record / "new" / "folder" / "key"));
    CHECK(place.inside(place.folder.path() / "other" / "key"));
    CHECK(place.inside(place.beside / "board" / "key"));
    CHECK(place.inside(place.beside / ".." / "record" / "key"));
    CHECK(place.inside(place.record));
    CHECK_FALSE(place.inside(place.beside / "key"));
    CHECK_FALSE(place.inside(place.folder.path() / "record-2" / "key"));
    CHECK_FALSE(place.inside(place.record / ".." / "key"));
    CHECK(must(is_inside(place.record / "key", place.folder.path() / "other")));
    CHECK_FALSE(must(is_inside(place.record / "key", place.folder.path() / "missing")));
    // A link in the record leads out of it, and one that leads nowhere is where it is.
    fs::create_symlink(place.beside / "key", place.record / "key");
    CHECK(place.inside(place.record / "key"));
    REQUIRE(write_file(place.beside / "key", bytes_of("1")));
    CHECK_FALSE(place.inside(place.record / "key"));
}

TEST_CASE("attack 52 finding 14 relative paths are seen as well") {
    const Place place;
    const fs::path before = fs::current_path();
    fs::current_path(place.record);
    CHECK(place.inside("key"));
    CHECK(must(is_inside("key", ".")));
    CHECK_FALSE(must(is_inside("../key", ".")));
    fs::current_path(before);
}

TEST_CASE("attack 52 finding 14 files that others can open are told apart") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "file";
    REQUIRE(write_file(file, bytes_of("1"), Existing::keep, Access::owner_only));
    CHECK_FALSE(is_open_to_others(file));
    for (const mode_t mode : {0640U, 0604U, 0620U, 0660U, 0644U}) {
        REQUIRE(::chmod(file.c_str(), mode) == 0);
        CHECK(is_open_to_others(file));
    }
    CHECK_FALSE(is_open_to_others(folder.path()));
    CHECK_FALSE(is_open_to_others("/dev/null"));
    CHECK_FALSE(is_open_to_others(folder.path() / "missing"));
}

TEST_CASE("attack 52 finding 14 only files are replaced and locked without waiting") {
    const TemporaryFolder folder;
    const auto pipe = folder.path() / "pipe";
    const auto to_pipe = folder.path() / "link";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    fs::create_symlink(pipe, to_pipe);
    for (const fs::path& path : {pipe, to_pipe, fs::path("/dev/null"), folder.path()}) {
        INFO(path.string());
        const auto replaced = write_file(path, bytes_of("1"), Existing::replace);
        REQUIRE_FALSE(replaced);
        CHECK(replaced.error().code == ErrorCode::not_a_file);
        CHECK(replaced.error().file == path.string());
        CHECK_FALSE(write_file(path, bytes_of("1"), Existing::same));
        CHECK(write_file(path, bytes_of("1")).error().code == ErrorCode::file_exists);
        CHECK(lock_file(path).error().code == ErrorCode::not_a_file);
    }
    CHECK(fs::is_character_file("/dev/null"));
    CHECK(fs::is_fifo(pipe));
}

TEST_CASE("attack 52 finding 14 a link in the place of a folder leads nowhere") {
    const Place place;
    const auto link = place.record / "ceremony";
    fs::create_directory_symlink(place.beside, link);
    CHECK(make_plain_folder(link).error().code == ErrorCode::not_a_file);
    CHECK(open_plain_folder(link).error().code == ErrorCode::not_a_file);
    CHECK(make_plain_folder(place.record / "new"));
    CHECK(open_plain_folder(place.record / "new"));
    CHECK(open_plain_folder(place.record / "missing").error().code == ErrorCode::file_missing);
    REQUIRE(write_file(place.record / "file", bytes_of("1")));
    CHECK(open_plain_folder(place.record / "file").error().code == ErrorCode::not_a_file);
}

TEST_CASE("attack 51 finding 17 the longest names that a disk takes can be written") {
    const TemporaryFolder folder;
    std::string name; // 254 bytes
    for (int i = 0; i < 127; ++i)
        name += "ж";
    for (const Existing existing : {Existing::keep, Existing::replace})
        CHECK(write_file(folder.path() / name, bytes_of("1"), existing));
    const auto longer = write_file(folder.path() / (name + "ж"), bytes_of("1"));
    REQUIRE_FALSE(longer);
    CHECK(longer.error().message.english() == "this name is too long for this disk");
}

// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"
#include "record/record_folder.h"
#include "support/open_files_limit.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& path) {
    fs::create_directories(path.parent_path());
    REQUIRE(write_file(path, bytes_of("x")));
}

} // namespace

TEST_CASE("a folder is a record if anything of a record is there") {
    const TemporaryFolder folder;
    const RecordFolder record(folder.path());
    CHECK_FALSE(record.is_record());
    put(folder.path() / "readme.txt");
    CHECK_FALSE(record.is_record());
    CHECK_FALSE(RecordFolder(folder.path() / "nowhere").is_record());
    put(record.roll());
    CHECK(record.is_record());
}

TEST_CASE("a folder that cannot be listed is an error and not empty") {
    const TemporaryFolder folder;
    const RecordFolder record(folder.path());
    for (const auto& path : {record.decryptions(), record.evidence()})
        fs::create_directories(path);
    REQUIRE(record.strangers(3));
    const TemporaryFolder empty;
    const OpenFilesLimit none(0);
    CHECK(record.strangers(3).error().code == ErrorCode::out_of_resources);
    CHECK(RecordFolder(empty.path()).strangers(3).error().code == ErrorCode::out_of_resources);
}

TEST_CASE("files that do not belong in a record are found") {
    const TemporaryFolder folder;
    const RecordFolder record(folder.path());
    for (const auto& path :
         {record.manifest(), record.keys(), record.roll(), record.board(), record.election(),
          record.tally(), record.result(), record.note("join", 1), record.note("seal", 3),
          record.decryption(3), record.checkpoint(), record.closed()})
        put(path);
    REQUIRE(record.strangers(3));
    CHECK(record.strangers(3)->empty());

    const std::vector<fs::path> strangers{folder.path() / "decryptions/0.json",
                                          folder.path() / "decryptions/01.json",
                                          folder.path() / "decryptions/4.json",
                                          folder.path() / "ceremony/join-4.note",
                                          folder.path() / "ceremony/join-1.note.bak",
                                          folder.path() / "secret.age",
                                          folder.path() / "Manifest.json"};
    for (const auto& path : strangers)
        put(path);
    fs::create_symlink(record.manifest(), folder.path() / "link");
    fs::remove(record.tally());
    fs::create_symlink(record.manifest(), record.tally());
    fs::remove(record.keys());
    fs::create_directory(record.keys());
    const auto found = record.strangers(3);
    REQUIRE(found);
    for (const auto& path : strangers)
        CHECK(std::ranges::find(*found, path) != found->end());
    for (const auto& path : {folder.path() / "link", record.tally(), record.keys()})
        CHECK(std::ranges::find(*found, path) != found->end());
    CHECK(found->size() == strangers.size() + 3);
}

TEST_CASE("evidence does not belong in a record but its empty folder may exist") {
    const TemporaryFolder folder;
    const RecordFolder record(folder.path());
    put(record.note("join", 1));
    fs::create_directory(record.evidence());
    REQUIRE(record.strangers(3));
    CHECK(record.strangers(3)->empty());
    const fs::path note = record.evidence("join", 1, Digest32{0xAB});
    CHECK(note == folder.path() / "ceremony/evidence/join-1-ab00000000000000.note");
    put(note);
    fs::create_directory(record.evidence() / "deeper");
    CHECK(*record.strangers(3) == std::vector{record.evidence() / "deeper", note});
}

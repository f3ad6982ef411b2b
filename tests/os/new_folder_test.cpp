// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"
#include "os/new_folder.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

std::size_t entries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

} // namespace

TEST_CASE("a new folder has all its files once it is finished and is not there before") {
    const TemporaryFolder outside;
    const auto path = outside.path() / "new";
    auto folder = must(NewFolder::begin(path));
    must(folder.put("a", bytes_of("1")));
    must(folder.put("b", {}));
    CHECK_FALSE(file_exists(path));
    CHECK_FALSE(folder.put("a", bytes_of("2")));
    must(std::move(folder).finish());
    CHECK(entries(path) == 2);
    CHECK(must(read_file(path / "a")) == to_bytes(bytes_of("1")));
    CHECK(entries(outside.path()) == 1);
    CHECK(NewFolder::begin(path).error().code == ErrorCode::file_exists);
    CHECK(NewFolder::begin(path / "").error().code == ErrorCode::file_exists);
    must(must(NewFolder::begin(outside.path() / "slash/")).finish());
    CHECK(entries(outside.path()) == 2);
}

TEST_CASE("nothing is left of a folder that was not finished") {
    const TemporaryFolder outside;
    {
        const auto folder = must(NewFolder::begin(outside.path() / "new"));
        must(folder.put("a", bytes_of("1")));
        CHECK(entries(outside.path()) == 1);
    }
    CHECK(entries(outside.path()) == 0);
    auto late = must(NewFolder::begin(outside.path() / "new"));
    must(write_file(outside.path() / "new", bytes_of("of somebody else")));
    CHECK(std::move(late).finish().error().code == ErrorCode::file_exists);
    CHECK(NewFolder::begin(outside.path() / "no/new").error().code == ErrorCode::file_missing);
}

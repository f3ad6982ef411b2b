// SPDX-License-Identifier: Apache-2.0
#include "record/alpha_index.h"
#include "support/file_size_limit.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace evote;

namespace {

const std::filesystem::path anywhere = std::filesystem::temp_directory_path();

std::vector<AlphaRecord> repeated(AlphaIndex& index, const std::vector<AlphaRecord>& records) {
    REQUIRE(index.add(records));
    std::vector<AlphaRecord> out;
    REQUIRE(index.visit_repeated([&](const AlphaRecord& record) -> Outcome {
        out.push_back(record);
        return {};
    }));
    return out;
}

} // namespace

TEST_CASE("equal alphas are found however many records fit into memory") {
    AlphaIndex salt(system_random(), anywhere);
    std::vector<AlphaRecord> records;
    for (std::uint64_t entry = 0; entry < 5000; ++entry) {
        Bytes alpha;
        append_u64(alpha, entry * 7919 % 4900); // 100 values occur twice
        records.push_back(salt.record(alpha, entry));
    }
    records.push_back(records[500]); // the same ballot twice
    std::vector<AlphaRecord> expected;
    std::map<std::uint64_t, int> count;
    for (const auto& record : records)
        ++count[record.key];
    for (const auto& record : records)
        if (count[record.key] > 1)
            expected.push_back(record);
    std::ranges::sort(expected);
    CHECK(expected.size() == 202);

    for (const std::size_t memory : {10000U, 5001U, 5000U, 4096U, 1000U, 37U}) {
        AlphaIndex index(system_random(), anywhere, memory);
        CHECK(repeated(index, records) == expected);
    }
}

TEST_CASE("no alphas and one alpha are never repeated") {
    AlphaIndex empty(system_random(), anywhere, 4);
    CHECK(repeated(empty, {}).empty());
    AlphaIndex one(system_random(), anywhere, 4);
    CHECK(repeated(one, {{5, 1}}).empty());
    AlphaIndex spilled(system_random(), anywhere, 1);
    CHECK(repeated(spilled, {{5, 1}, {6, 2}, {7, 3}}).empty());
}

TEST_CASE("a visit that fails ends the search with its reason") {
    for (const std::size_t memory : {10U, 1U})
        for (int last : {1, 2, 3}) {
            AlphaIndex index(system_random(), anywhere, memory);
            REQUIRE(index.add(std::vector<AlphaRecord>{{5, 1}, {5, 2}, {5, 3}}));
            int visits = 0;
            const Outcome outcome = index.visit_repeated([&](const AlphaRecord&) -> Outcome {
                ++visits;
                return visits == last ? fail(ErrorCode::system, msg("the disk is gone"))
                                      : Outcome();
            });
            REQUIRE_FALSE(outcome);
            CHECK(outcome.error().code == ErrorCode::system);
            CHECK(visits == last);
        }
}

TEST_CASE("a temporary file for alphas that cannot be made is an error that names it") {
    AlphaIndex index(system_random(), "/nowhere", 1);
    const Outcome outcome = index.add(std::vector<AlphaRecord>{{5, 1}, {6, 2}});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().english().starts_with("/nowhere/evote-"));
}

TEST_CASE("a full disk while writing alphas is a system error") {
    const TemporaryFolder folder;
    const std::vector<AlphaRecord> two{{5, 1}, {6, 2}};
    AlphaIndex index(system_random(), folder.path(), 1);
    AlphaIndex late(system_random(), folder.path(), 1);
    REQUIRE(late.add(two)); // one of them is in the file, and one in memory
    const FileSizeLimit full(0);
    CHECK(index.add(two).error().code == ErrorCode::system);
    CHECK(late.visit_repeated([](const AlphaRecord&) { return Outcome(); }).error().code ==
          ErrorCode::system);
}

TEST_CASE("keys depend on the salt and not on the entry") {
    AlphaIndex a(system_random(), anywhere);
    AlphaIndex b(system_random(), anywhere);
    const Bytes alpha(32, 7);
    CHECK(a.record(alpha, 1).key == a.record(alpha, 2).key);
    CHECK(a.record(alpha, 1).key != b.record(alpha, 1).key);
}

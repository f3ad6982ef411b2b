// SPDX-License-Identifier: Apache-2.0
// A log that changes while it is verified: what is read a second time is compared with the first.
#include "board/log_support.h"
#include "record/first_readings.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace evote::test;

namespace {

// Of the whole log, as its verification notes it.
FirstReadings readings_of(const LogReader& log) {
    FirstReadings readings(log);
    for (std::uint64_t i = 0; i < log.bundles(); ++i) {
        const auto bundle = log.bundle(i).value();
        std::vector<Digest32> leaves;
        for (unsigned j = 0; j < bundle.size(); ++j)
            leaves.push_back(leaf_hash(bundle[j]));
        readings.note(i, leaves);
    }
    return readings;
}

} // namespace

TEST_CASE("attack 44 entries that are read again must be those of the first reading") {
    const TestLog test(300);
    const auto log = test.reader();
    const auto readings = readings_of(log);
    for (const std::uint64_t bundle : {0U, 1U})
        for (unsigned i = 0; i < 44; ++i)
            CHECK(to_bytes(readings.read_again(bundle).value()[i]) == entry(bundle * 256 + i));
    const auto changed_by = [&](const std::function<void(Bytes&)>& change) {
        const std::string name = "tile/entries/001.p/44";
        const auto before = read_file(test.file(name)).value();
        test.change(name, change);
        const auto again = readings.read_again(1);
        CHECK(readings.read_again(0));
        REQUIRE(write_file(test.file(name), before, Existing::replace));
        CHECK(readings.read_again(1));
        return again ? std::nullopt : std::optional(again.error().code);
    };
    CHECK(changed_by([](Bytes&) {}) == std::nullopt);
    CHECK(changed_by([](Bytes& bytes) { bytes.back() ^= 1; }) == ErrorCode::log_changed);
    CHECK(changed_by([](Bytes& bytes) { bytes.pop_back(); }) == ErrorCode::log_changed);
    CHECK(changed_by([](Bytes& bytes) { bytes.push_back(0); }) == ErrorCode::log_changed);
    std::filesystem::remove(test.file("tile/entries/001.p/44"));
    CHECK(readings.read_again(1).error().english() ==
          "the log was changed while it was being read");
}

// SPDX-License-Identifier: Apache-2.0
#include "box/alpha_set.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <limits>
#include <random>
#include <set>

using namespace evote;

namespace {

std::vector<std::uint64_t> all(const AlphaSet& set) {
    std::vector<std::uint64_t> out;
    set.visit([&](std::uint64_t key) { out.push_back(key); });
    return out;
}

} // namespace

TEST_CASE("a set of alphas has what was added in ascending order") {
    for (const std::size_t expected : {0U, 1U, 200U, 1000U, 100'000U}) {
        INFO("for " << expected);
        std::mt19937_64 random(expected);
        AlphaSet set(expected);
        std::multiset<std::uint64_t> model;
        CHECK(set.size() == 0);
        CHECK(all(set).empty());
        for (int i = 0; i < 3000; ++i) {
            // Some come twice, and some are at the ends of buckets.
            const std::uint64_t key = i % 7 == 0 ? (random() % 16) << 60 : random();
            const std::uint64_t other = random();
            CHECK(set.contains(other) == model.contains(other));
            set.insert(key);
            model.insert(key);
            REQUIRE(set.contains(key));
        }
        for (const auto key : {std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()}) {
            CHECK(set.contains(key) == model.contains(key));
            set.insert(key);
            model.insert(key);
            CHECK(set.contains(key));
        }
        CHECK(set.size() == model.size());
        CHECK(all(set) == std::vector<std::uint64_t>(model.begin(), model.end()));
    }
}

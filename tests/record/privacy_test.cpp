// SPDX-License-Identifier: Apache-2.0
#include "support/ceremony_values.h"
#include "support/rooms.h"

#include "evote/record/privacy.h"

#include <catch2/catch.hpp>

using namespace evote;

TEST_CASE("attack 36 few and unanimous ballots are warned about") {
    const Manifest manifest = parsed_manifest(small_manifest(1, 1));
    const auto turnout = [](std::uint64_t ballots) {
        return std::vector{DistrictTurnout{ballots, 2 * ballots}};
    };
    CHECK(small_contests(manifest, turnout(0)).empty());
    CHECK(small_contests(manifest, turnout(1)).size() == 1);
    CHECK(small_contests(manifest, turnout(fewest_ballots - 1)).size() == 1);
    CHECK(small_contests(manifest, turnout(fewest_ballots)).empty());

    const auto warned = [&](std::vector<std::uint64_t> totals) {
        Tally tally;
        tally.totals = {std::move(totals)};
        return unanimous_contests(manifest, turnout(50), tally).size();
    };
    CHECK(warned({100, 0}) == 1);
    CHECK(warned({0, 0}) == 1);
    CHECK(warned({99, 1}) == 0);
    CHECK(warned({50, 50}) == 0);
}

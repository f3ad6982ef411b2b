// SPDX-License-Identifier: Apache-2.0
#include "support/rooms.h"
#include "texts/pace.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace std::chrono_literals;

TEST_CASE("durations have hours only if there are some") {
    CHECK(duration_text(0) == "0:00");
    CHECK(duration_text(309) == "5:09");
    CHECK(duration_text(3599) == "59:59");
    CHECK(duration_text(3600) == "1:00:00");
    CHECK(duration_text(3909) == "1:05:09");
    CHECK(duration_text(360'000) == "100:00:00");
}

TEST_CASE("the pace is said with rate and time left and not too often") {
    const Pace::Time begin{};
    Pace pace(begin);
    CHECK_FALSE(pace.line(begin, 0, 100).has_value());
    CHECK_FALSE(pace.line(begin + 199ms, 10, 100).has_value());
    CHECK(pace.line(begin + 2s, 1000, 4000)->english() ==
          "1000 of 4000 ballots, 500 a second, 0:06 left");
    CHECK_FALSE(pace.line(begin + 2100ms, 1100, 4000).has_value());
    CHECK(pace.line(begin + 3s, 4000, 4000)->english() ==
          "4000 of 4000 ballots, 1333 a second, 0:00 left");
    // Nothing done, and more than there should be.
    CHECK(pace.line(begin + 4s, 0, 61)->english() == "0 of 61 ballots, 1 a second, 1:01 left");
    CHECK(pace.line(begin + 5s, 20, 10)->english() == "20 of 10 ballots, 4 a second, 0:00 left");
}

// SPDX-License-Identifier: Apache-2.0
#include "base/time_text.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace evote;

TEST_CASE("a time is written as people write it in UTC") {
    CHECK(utc_text(0) == "1970-01-01T00:00:00Z");
    CHECK(utc_text(951'827'696) == "2000-02-29T12:34:56Z");
    CHECK(utc_text(1'893'484'800) == "2030-01-01T08:00:00Z");
    CHECK(utc_text(253'402'300'799) == "9999-12-31T23:59:59Z");
    CHECK(utc_text(253'402'300'800) == "253402300800");
    CHECK(utc_text(-1) == "-1");
    CHECK(utc_text(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
}

// SPDX-License-Identifier: Apache-2.0
#include "http/connection_limits.h"
#include "http/rate_limit.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <memory>

using namespace evote;
using namespace std::chrono_literals;

namespace {

const RateLimit::Time begin{};

} // namespace

TEST_CASE("a bucket gives its burst at once and then one token in each time") {
    RateLimit limit({3, 10s}, 100);
    for (int i = 0; i < 3; ++i)
        CHECK(limit.take("a", begin) == 0);
    CHECK(limit.take("a", begin) == 10);
    CHECK(limit.take("a", begin + 1500ms) == 9); // what is refused costs nothing
    CHECK(limit.take("a", begin + 9999ms) == 1);
    CHECK(limit.take("b", begin + 9999ms) == 0);
    CHECK(limit.take("a", begin + 10s) == 0);
    CHECK(limit.take("a", begin + 10s) == 10);
    CHECK(limit.take("a", begin + 40s) == 0);
    CHECK(limit.take("a", begin + 40s) == 0);
    CHECK(limit.take("a", begin + 40s) == 0);
    CHECK(limit.take("a", begin + 40s) == 10);
}

TEST_CASE("a bucket that is full again is forgotten") {
    RateLimit limit({2, 1s}, 100);
    limit.take("a", begin);
    limit.take("b", begin);
    limit.take("b", begin);
    CHECK(limit.size() == 2);
    limit.take("c", begin + 1s);
    CHECK(limit.size() == 2);
    limit.take("c", begin + 1h);
    CHECK(limit.size() == 1);
}

TEST_CASE("of too many buckets the one that is next to be full is forgotten") {
    RateLimit limit({2, 10s}, 2);
    limit.take("a", begin);
    limit.take("a", begin);
    limit.take("b", begin);
    limit.take("c", begin);
    CHECK(limit.size() == 2);
    CHECK(limit.take("a", begin) == 10);
    CHECK(limit.take("c", begin) == 0);
    CHECK(limit.take("c", begin) == 10);
}

TEST_CASE("addresses of one IPv6 network are one") {
    CHECK(address_key("192.0.2.7") == "192.0.2.7");
    CHECK(address_key("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(address_key("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(address_key("2001:db8:1:2::9") == "2001:db8:1:2::/64");
    CHECK(address_key("2001:db8:1:3::9") == "2001:db8:1:3::/64");
    CHECK(address_key("fe80::1%eth0") == "fe80::/64");
    CHECK(address_key("somebody") == "somebody");
}

TEST_CASE("places for connections are limited and come back") {
    ConnectionLimits limits(3, 2);
    auto one = std::make_unique<std::optional<ConnectionLimits::Place>>(limits.enter("a"));
    const auto two = limits.enter("a");
    CHECK(*one);
    CHECK(two);
    CHECK(!limits.enter("a"));
    {
        const auto three = limits.enter("b");
        CHECK(three);
        CHECK(!limits.enter("c"));
    }
    const auto four = limits.enter("c");
    CHECK(four);
    one.reset();
    const auto five = limits.enter("a");
    CHECK(five);
    CHECK(!limits.enter("a"));
}

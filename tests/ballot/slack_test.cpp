// SPDX-License-Identifier: Apache-2.0
#include "ballot/slack.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

using namespace evote;

TEST_CASE("slack weights are the known ones") {
    const auto cases = test_vectors("native/primitives.json").at("slack_weights");
    REQUIRE(cases.size() == 24);
    for (const auto& item : cases)
        CHECK(slack_weights(item.at("width")) ==
              item.at("weights").get<std::vector<std::int64_t>>());
}

TEST_CASE("slack bits are the known ones") {
    const auto cases = test_vectors("native/primitives.json").at("slack_bits");
    REQUIRE(cases.size() == 33);
    for (const auto& item : cases) {
        const auto weights = slack_weights(item.at("width"));
        std::vector<std::uint8_t> bits(weights.size());
        CHECK(fill_slack(weights, item.at("remainder"), bits) == 0);
        CHECK(bits == item.at("bits").get<std::vector<std::uint8_t>>());
    }
}

TEST_CASE("slack weights reach every value up to the width and nothing beyond") {
    for (std::int64_t width = 0; width <= 2000; ++width) {
        const auto weights = slack_weights(width);
        std::vector<bool> reached{true};
        for (const std::int64_t weight : weights) {
            REQUIRE(weight > 0);
            std::vector<bool> with = reached;
            with.resize(reached.size() + static_cast<std::size_t>(weight), false);
            for (std::size_t value = 0; value < reached.size(); ++value)
                if (reached[value])
                    with[value + static_cast<std::size_t>(weight)] = true;
            reached = std::move(with);
        }
        // The largest sum is the last place, so its number shows that there is nothing beyond.
        REQUIRE(reached == std::vector<bool>(static_cast<std::size_t>(width) + 1, true));
    }
}

TEST_CASE("slack bits fill every remainder within the width and no other") {
    for (std::int64_t width = 0; width <= 200; ++width) {
        const auto weights = slack_weights(width);
        std::vector<std::uint8_t> bits(weights.size());
        for (std::int64_t remainder = -3; remainder <= width + 3; ++remainder) {
            const std::int64_t rest = fill_slack(weights, remainder, bits);
            std::int64_t sum = rest;
            for (std::size_t i = 0; i < bits.size(); ++i)
                sum += bits[i] * weights[i];
            REQUIRE(sum == remainder);
            REQUIRE((rest == 0) == (remainder >= 0 && remainder <= width));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "ballot/slack.h"

#include "evote/check.h"

#include <cstddef>

namespace evote::ballot {

std::vector<std::int64_t> slack_weights(std::int64_t width) {
    EVOTE_CHECK(width >= 0 && width <= std::int64_t{1} << 32);
    const auto value = static_cast<std::uint64_t>(width);
    std::vector<std::int64_t> weights;
    for (std::uint64_t power = 1; power <= value; power *= 2)
        weights.push_back(static_cast<std::int64_t>((value + power) / (2 * power)));
    return weights;
}

std::int64_t fill_slack(std::span<const std::int64_t> weights, std::int64_t remainder,
                        std::span<std::uint8_t> bits) {
    EVOTE_CHECK(weights.size() == bits.size());
    for (std::size_t j = 0; j < weights.size(); ++j) {
        // The sign bit of the difference tells whether the weight is too large.
        const std::int64_t rest = remainder - weights[j];
        const std::uint64_t taken = (static_cast<std::uint64_t>(rest) >> 63) ^ 1U;
        bits[j] = static_cast<std::uint8_t>(taken);
        remainder -= weights[j] * static_cast<std::int64_t>(taken);
    }
    return remainder;
}

} // namespace evote::ballot

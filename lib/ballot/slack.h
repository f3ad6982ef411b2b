// SPDX-License-Identifier: Apache-2.0
// Slack bits: they turn "min <= sum <= max" into an equation (protocol.md section 2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace evote::ballot {

/// The weights of the slack bits of a rule of this width (max - min, from 0 to 2^32): with m the
/// bit length of the width, floor((width + 2^j) / 2^(j+1)) for j = 0..m-1. Sums of some of them
/// reach every value from 0 to the width and nothing beyond.
std::vector<std::int64_t> slack_weights(std::int64_t width);

/// Writes 0 or 1 for each weight, so that the chosen weights add up to `remainder`: from the first
/// on, a bit is 1 if its weight is at most what remains. `bits` has one place for each weight.
/// Returns what remains at the end: 0 if and only if the remainder is from 0 to the width. Constant
/// time in the remainder, which may be secret.
std::int64_t fill_slack(std::span<const std::int64_t> weights, std::int64_t remainder,
                        std::span<std::uint8_t> bits);

} // namespace evote::ballot

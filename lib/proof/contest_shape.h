// SPDX-License-Identifier: Apache-2.0
// What the contest proof must know of a contest: how many bits it has, and which equations hold
// between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace evote::proof {

/// The equation sum of coefficients[i] * bit[i] = max over all bits of a contest.
struct LinearRule {
    std::vector<std::int64_t> coefficients; ///< one per bit of the contest
    std::int64_t max;
};

/// A contest with its rules turned into equations (protocol.md section 2): the first `options` bits
/// are the options in manifest order, the others are the slack bits of rule 1, 2, ...
struct ContestShape {
    std::size_t options;
    std::size_t bits;
    std::vector<LinearRule> rules;
};

} // namespace evote::proof

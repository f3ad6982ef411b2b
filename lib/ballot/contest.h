// SPDX-License-Identifier: Apache-2.0
// From a contest's rules to equations over bits, and from a choice to the bits (protocol.md section
// 2).
#pragma once

#include "base/secret.h"
#include "proof/contest_shape.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::ballot {

/// min <= sum of coefficients[i] * option[i] <= max; all numbers are from -2^16 to 2^16.
struct Rule {
    std::vector<std::int64_t> coefficients; ///< one per option of the contest
    std::int64_t min;
    std::int64_t max;
};

/// How many bits a contest has with its slack bits: what can be known before anything is compiled,
/// so that an oversized contest costs no memory.
std::size_t count_bits(std::size_t options, std::span<const Rule> rules);

proof::ContestShape compile_contest(std::size_t options, std::span<const Rule> rules);

/// Writes all bits of a contest, 0 or 1 each: the options as `selection` has them, then the slack
/// bits. `bits` has as many places as count_bits says. Gives the number of the first rule that the
/// selection breaks, from 0; the bits are of no use then. Constant time, except that it shows which
/// rule is broken first.
std::optional<std::size_t> fill_bits(std::span<const Rule> rules,
                                     std::span<const std::uint8_t> selection,
                                     std::span<std::uint8_t> bits);

/// Whether all bits of a contest keep its rules. Variable time.
bool keeps_rules_vartime(const proof::ContestShape& shape, std::span<const std::uint8_t> bits);

} // namespace evote::ballot

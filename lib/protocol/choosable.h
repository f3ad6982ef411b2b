// SPDX-License-Identifier: Apache-2.0
// Whether the rules of a contest can be kept together, and with which options.
#pragma once

#include "ballot/contest.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

struct Choosable {
    bool any = false;          ///< some choice keeps all rules
    std::vector<bool> options; ///< for each option: some choice that contains it keeps all rules
};

/// Exact. nullopt if it takes more than so many steps, which are counted down.
std::optional<Choosable> choosable(std::size_t options, std::span<const ballot::Rule> rules,
                                   std::uint64_t& steps);

} // namespace evote::protocol

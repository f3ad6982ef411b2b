// SPDX-License-Identifier: Apache-2.0
// What rolls, registrars' files and their private list say of a voter: district and weight.
#pragma once

#include "evote/result.h"
#include "protocol/manifest.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace evote::protocol {

/// The largest weight of one voter, and of all together.
inline constexpr std::uint64_t largest_weight = std::uint64_t{1} << 32;
inline constexpr std::uint64_t largest_weight_sum = std::uint64_t{1} << 40;

struct VoterPlace {
    std::uint32_t weight_less_one = 0;
    std::uint16_t district = 0; ///< place in the manifest

    /// 1 to 2^32.
    std::uint64_t weight() const { return std::uint64_t{weight_less_one} + 1; }

    bool operator==(const VoterPlace&) const = default;
};

/// From the texts of a row; `weight` is its last value. ErrorCode::malformed for another district
/// than those of the manifest, and for another weight than 1 to 2^32 in plain digits.
Result<VoterPlace> read_voter_place(std::string_view district, std::string_view weight,
                                    const Manifest& manifest);

/// "<district>,<weight>".
std::string voter_place_text(const VoterPlace& place, const Manifest& manifest);

/// Adds the weight to a sum of weights. ErrorCode::malformed beyond largest_weight_sum.
Outcome add_weight(std::uint64_t& sum, std::uint64_t weight);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#include "protocol/voter_place.h"

#include "base/text.h"
#include "evote/check.h"

namespace evote::protocol {

Result<VoterPlace> read_voter_place(std::string_view district, std::string_view weight,
                                    const Manifest& manifest) {
    const auto place = manifest.find_district(district);
    if (!place)
        return fail(ErrorCode::malformed,
                    msg("the manifest has no district \"{0}\"", printable(district)));
    const auto value = decimal_decode(weight, largest_weight);
    if (!value || *value == 0)
        return fail(ErrorCode::malformed, msg("a weight from 1 to {0} is expected here, in plain "
                                              "digits and followed by a line feed",
                                              largest_weight));
    return VoterPlace{static_cast<std::uint32_t>(*value - 1), static_cast<std::uint16_t>(*place)};
}

std::string voter_place_text(const VoterPlace& place, const Manifest& manifest) {
    EVOTE_CHECK(place.district < manifest.districts().size());
    return manifest.districts()[place.district].id + "," + std::to_string(place.weight());
}

Outcome add_weight(std::uint64_t& sum, std::uint64_t weight) {
    if (weight > largest_weight_sum - sum)
        return fail(ErrorCode::malformed,
                    msg("the weights add up to more than {0}", largest_weight_sum));
    sum += weight;
    return {};
}

} // namespace evote::protocol

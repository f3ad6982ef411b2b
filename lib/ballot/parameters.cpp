// SPDX-License-Identifier: Apache-2.0
#include "ballot/parameters.h"

#include "evote/check.h"
#include "proof/challenge.h"

namespace evote::ballot {

Parameters::Parameters(const Digest32& fingerprint, std::span<const G::Element> keys,
                       std::span<const DistrictContests> districts)
    : fingerprint_(fingerprint),
      pedersen_(proof::pedersen_generator<G>()),
      keys_(keys.begin(), keys.end()),
      layouts_(districts) {
    for (const auto& contests : districts)
        for (const auto& contest : contests)
            EVOTE_CHECK(contest->bits <= keys.size() && "a contest has more bits than keys");
}

} // namespace evote::ballot

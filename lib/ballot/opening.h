// SPDX-License-Identifier: Apache-2.0
// A ballot that was audited instead of cast, and the check of it.
#pragma once

#include "ballot/maker.h"
#include "evote/result.h"

#include <vector>

namespace evote::ballot {

/// The header, and the randomness and bits of every contest. It can be checked by anyone and never
/// cast, for no credential proof is made for it.
struct Opening {
    Bytes header;
    std::vector<std::uint8_t> bits;
    std::vector<group::Ristretto255::Scalar> randomness;
};

/// Opens a prepared ballot; it can then no longer be cast.
Opening open_ballot(PreparedBallot&& prepared);

/// The district that the header of an opening names. ErrorCode::malformed if it is no header of a
/// ballot, ErrorCode::other_election if it is one of another election.
Result<std::size_t> district_of_header(const Parameters& parameters, ByteView header);

/// Header and cipher that the opening's randomness and bits give: its tracker shows whether the
/// voter's device encrypted what was chosen.
Result<Bytes> recompute(const Parameters& parameters, const Opening& opening);

/// Whether the board could have taken the ballot of an opening that fits its district (recompute
/// gives bytes): its bits, slack included, keep the rules, and no randomness is zero. A device that
/// prepares other ballots takes the vote away, whatever the options among their bits are.
bool could_be_cast(const Parameters& parameters, const Opening& opening);

} // namespace evote::ballot

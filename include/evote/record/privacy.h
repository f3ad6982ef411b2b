// SPDX-License-Identifier: Apache-2.0
// Where a result reveals how people voted although no ballot was decrypted.
#pragma once

#include "evote/base/message.h"
#include "evote/protocol/decryption.h"
#include "evote/record/log_verification.h"

#include <cstdint>
#include <vector>

namespace evote::record {

/// With fewer ballots than this in a contest, its result reveals much about each of them.
constexpr std::uint64_t fewest_ballots = 10;

/// One text for every contest in which some, but fewer than fewest_ballots, ballots are counted.
/// Known before anything is decrypted, when one can still decide not to.
std::vector<Message> small_contests(const protocol::Manifest& manifest,
                                    const std::vector<DistrictTurnout>& districts);

/// One text for every contest in which all counted ballots are alike, so that the result shows
/// every vote: each option was chosen by all of them or by none.
std::vector<Message> unanimous_contests(const protocol::Manifest& manifest,
                                        const std::vector<DistrictTurnout>& districts,
                                        const protocol::Tally& result);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// Where a result reveals how people voted although no ballot was decrypted.
#pragma once

#include "evote/message.h"
#include "protocol/decryption.h"
#include "record/log_verification.h"

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

/// The turnout if every voter on the roll votes.
std::vector<DistrictTurnout> full_turnout(const protocol::Manifest& manifest,
                                          const protocol::Roll& roll);

/// One text for every contest that some, but fewer than fewest_ballots, voters can vote in.
std::vector<Message> few_voters(const protocol::Manifest& manifest, const protocol::Roll& roll);

/// Weights that let totals show how single people voted. In each contest whose voters do not all
/// have one weight: every weight that fewer than fewest_ballots of them have (the first ones are
/// named, the others counted), and a voter who has more weight than all others together. Known when
/// the roll is made, before anybody votes.
std::vector<Message> telling_weights(const protocol::Manifest& manifest,
                                     const protocol::Roll& roll);
/// The same of the counted ballots, known before anything is decrypted.
std::vector<Message> telling_weights(const protocol::Manifest& manifest,
                                     const std::vector<DistrictTurnout>& counted);

} // namespace evote::record

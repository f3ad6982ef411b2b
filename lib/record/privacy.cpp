// SPDX-License-Identifier: Apache-2.0
#include "evote/record/privacy.h"

#include <algorithm>

namespace evote::record {

namespace {

// For every contest, over the districts that have it.
std::vector<DistrictTurnout> by_contest(const protocol::Manifest& manifest,
                                        const std::vector<DistrictTurnout>& districts) {
    std::vector<DistrictTurnout> out(manifest.contests().size());
    for (std::size_t i = 0; i < districts.size(); ++i)
        for (const std::size_t contest : manifest.districts()[i].contests) {
            out[contest].ballots += districts[i].ballots;
            out[contest].weight += districts[i].weight;
        }
    return out;
}

} // namespace

std::vector<Message> small_contests(const protocol::Manifest& manifest,
                                    const std::vector<DistrictTurnout>& districts) {
    const auto turnouts = by_contest(manifest, districts);
    std::vector<Message> out;
    for (std::size_t i = 0; i < manifest.contests().size(); ++i) {
        const auto& turnout = turnouts[i];
        if (turnout.ballots > 0 && turnout.ballots < fewest_ballots)
            out.push_back(msg("contest {0} has only {1} counted ballots: its result will reveal "
                              "much about how each of these people voted",
                              manifest.contests()[i].id, turnout.ballots));
    }
    return out;
}

std::vector<Message> unanimous_contests(const protocol::Manifest& manifest,
                                        const std::vector<DistrictTurnout>& districts,
                                        const protocol::Tally& result) {
    const auto turnouts = by_contest(manifest, districts);
    std::vector<Message> out;
    for (std::size_t i = 0; i < manifest.contests().size(); ++i) {
        const auto& turnout = turnouts[i];
        const bool alike = std::ranges::all_of(result.totals[i], [&](std::uint64_t total) {
            return total == 0 || total == turnout.weight;
        });
        if (turnout.ballots > 0 && alike)
            out.push_back(msg("in contest {0} all {1} counted ballots are alike: the result shows "
                              "how each of these people voted",
                              manifest.contests()[i].id, turnout.ballots));
    }
    return out;
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#include "record/privacy.h"

#include "evote/check.h"

#include <algorithm>

namespace evote::record {

namespace {

// For every contest, over the districts that have it.
std::vector<DistrictTurnout> by_contest(const protocol::Manifest& manifest,
                                        const std::vector<DistrictTurnout>& districts) {
    std::vector<DistrictTurnout> out(manifest.contests().size());
    for (std::size_t i = 0; i < districts.size(); ++i)
        for (const std::size_t contest : manifest.districts()[i].contests)
            out[contest].add(districts[i]);
    return out;
}

// So many weights of a contest are named one by one.
constexpr std::size_t most_named = 10;

// Whose weights they are: the words differ.
enum class WeightsOf { voters, ballots };

Message telling_weight(WeightsOf whose, const std::string& contest, std::uint64_t weight,
                       std::uint64_t number) {
    if (whose == WeightsOf::voters)
        return msg("in contest {0} few voters ({1}) have the weight {2}: the totals can show how "
                   "they vote",
                   contest, number, weight);
    return msg("in contest {0} few counted ballots ({1}) have the weight {2}: the totals can show "
               "how these people voted",
               contest, number, weight);
}

Message more_telling_weights(WeightsOf whose, const std::string& contest, std::uint64_t number) {
    if (whose == WeightsOf::voters)
        return msg("in contest {0} there are {1} more voters with a weight that few others have",
                   contest, number);
    return msg("in contest {0} there are {1} more counted ballots with a weight that few others "
               "have",
               contest, number);
}

Message heaviest(WeightsOf whose, const std::string& contest, std::uint64_t weight,
                 std::uint64_t others) {
    if (whose == WeightsOf::voters)
        return msg("in contest {0} one voter has the weight {1}, and all others together only {2}: "
                   "the totals will show how this person votes",
                   contest, weight, others);
    return msg("in contest {0} one counted ballot has the weight {1}, and all others together only "
               "{2}: the totals will show how this person voted",
               contest, weight, others);
}

void warn_of_weights(WeightsOf whose, const std::string& contest, const DistrictTurnout& turnout,
                     std::vector<Message>& out) {
    const auto& weights = turnout.weights;
    if (weights.counts().size() < 2)
        return; // one weight: then only the number of ballots matters (small_contests)
    const std::uint64_t rest = turnout.weight - weights.largest();
    if (weights.largest() > rest)
        out.push_back(heaviest(whose, contest, weights.largest(), rest));
    std::size_t named = 0;
    std::uint64_t more = weights.others();
    for (const auto& [weight, number] : weights.counts()) {
        if (number >= fewest_ballots)
            continue;
        if (named++ < most_named)
            out.push_back(telling_weight(whose, contest, weight, number));
        else
            more += number;
    }
    if (more > 0)
        out.push_back(more_telling_weights(whose, contest, more));
}

std::vector<Message> warnings_of_weights(WeightsOf whose, const protocol::Manifest& manifest,
                                         const std::vector<DistrictTurnout>& districts) {
    const auto turnouts = by_contest(manifest, districts);
    std::vector<Message> out;
    for (std::size_t i = 0; i < turnouts.size(); ++i)
        warn_of_weights(whose, manifest.contests()[i].id, turnouts[i], out);
    return out;
}

} // namespace

void WeightCounts::add(std::uint64_t weight, std::uint64_t ballots) {
    largest_ = std::max(largest_, weight);
    const auto known = counts_.find(weight);
    if (known != counts_.end())
        known->second += ballots;
    else if (counts_.size() < most_different)
        counts_.emplace(weight, ballots);
    else
        others_ += ballots;
}

void WeightCounts::add(const WeightCounts& more) {
    for (const auto& [weight, ballots] : more.counts_)
        add(weight, ballots);
    others_ += more.others_;
    largest_ = std::max(largest_, more.largest_);
}

void WeightCounts::remove(std::uint64_t weight) {
    const auto known = counts_.find(weight);
    if (known == counts_.end()) {
        EVOTE_CHECK(others_ > 0);
        --others_;
    } else if (--known->second == 0) {
        counts_.erase(known);
    }
    if (weight == largest_ && others_ == 0)
        largest_ = counts_.empty() ? 0 : counts_.rbegin()->first;
}

void DistrictTurnout::remove(std::uint64_t ballot_weight) {
    EVOTE_CHECK(ballots > 0 && weight >= ballot_weight);
    --ballots;
    weight -= ballot_weight;
    weights.remove(ballot_weight);
}

void DistrictTurnout::add(std::uint64_t ballot_weight) {
    ++ballots;
    weight += ballot_weight;
    weights.add(ballot_weight);
}

void DistrictTurnout::add(const DistrictTurnout& more) {
    ballots += more.ballots;
    weight += more.weight;
    weights.add(more.weights);
}

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

std::vector<DistrictTurnout> full_turnout(const protocol::Manifest& manifest,
                                          const protocol::Roll& roll) {
    std::vector<DistrictTurnout> out(manifest.districts().size());
    for (const auto& voter : roll.entries())
        out[voter.district].add(voter.weight());
    return out;
}

std::vector<Message> few_voters(const protocol::Manifest& manifest, const protocol::Roll& roll) {
    const auto turnouts = by_contest(manifest, full_turnout(manifest, roll));
    std::vector<Message> out;
    for (std::size_t i = 0; i < turnouts.size(); ++i)
        if (turnouts[i].ballots > 0 && turnouts[i].ballots < fewest_ballots)
            out.push_back(msg("contest {0} has only {1} voters: its result will reveal much about "
                              "how each of them voted",
                              manifest.contests()[i].id, turnouts[i].ballots));
    return out;
}

std::vector<Message> telling_weights(const protocol::Manifest& manifest,
                                     const protocol::Roll& roll) {
    return warnings_of_weights(WeightsOf::voters, manifest, full_turnout(manifest, roll));
}

std::vector<Message> telling_weights(const protocol::Manifest& manifest,
                                     const std::vector<DistrictTurnout>& counted) {
    return warnings_of_weights(WeightsOf::ballots, manifest, counted);
}

} // namespace evote::record

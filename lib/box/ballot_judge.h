// SPDX-License-Identifier: Apache-2.0
// The rules of the box: which ballots it takes, by what the log holds.
#pragma once

#include "box/box.h"
#include "box/box_index.h"
#include "box/entry_checker.h"
#include "protocol/changed_roll.h"

#include <unordered_map>
#include <unordered_set>

namespace evote::box {

/// Knows what the log holds, and judges what is to follow.
class BallotJudge {
  public:
    /// Knows nothing yet; the index is that of the key. `record` and `random` must outlive it.
    BallotJudge(const record::OpenRecord& record, const BoardKey& key, unsigned threads,
                crypto::Random& random);

    /// Takes what is known from the index file, and the rest from the log, whose entries are then
    /// verified anew, with progress.
    Outcome load(board::LogReader& log, const ShowProgress& progress);
    /// Takes what has come to the log since, which goes on from what is known.
    Outcome go_on(board::LogReader& log);

    /// Verifies all of them as one batch and judges them in order, each as if those before it that
    /// were not refused were in the log already. Gives no refusal for a ballot that is to be taken;
    /// it is expected in the log from then on.
    std::vector<std::optional<Refusal>> judge(std::span<const ByteView> ballots);
    /// The expected ones are in the log, which is this now.
    void taken(const board::TreeHead& log);
    /// They are not going to be.
    void drop();

    /// Of the log as it is known.
    VoterStanding standing(const ByteArray<32>& credential) const;

    /// Of the log as it is known, by district.
    std::vector<Turnout> turnout() const;

    /// Brings the index file up to date.
    Outcome save();

  private:
    Outcome catch_up(board::LogReader& log, const ShowProgress& progress);
    ballot::Verdict in_order(EntryFacts& facts) const;
    ballot::Verdict on_the_roll(EntryFacts& facts) const;
    bool repeats_alpha(const EntryFacts& facts) const;
    Refusal refusal(const EntryFacts& facts, ballot::Verdict verdict, ByteView entry) const;

    const protocol::ChangedRoll& roll() const { return expected_roll_ ? *expected_roll_ : roll_; }

    void expect(EntryFacts&& facts);

    const record::OpenRecord& record_;
    crypto::Random& random_;
    EntryChecker checker_;
    BoxIndex index_;
    BoxMemory memory_;
    protocol::ChangedRoll roll_; // as the log has changed it
    // Ballots that were judged well, and are not in the log yet.
    std::vector<BoxBallot> expected_;
    std::unordered_map<std::uint32_t, std::uint64_t> expected_of_voter_;
    std::unordered_set<std::uint64_t> expected_alphas_;
    std::optional<protocol::ChangedRoll> expected_roll_; // if some of them change it
    // In memory_, not yet in the index file; left empty where that is to be written anew.
    std::vector<BoxBallot> unsaved_;
    bool saved_ = true;
};

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
#include "protocol/log_rules.h"

#include "ballot/entry.h"
#include "evote/check.h"

#include <atomic>

namespace evote::protocol {

using ballot::Verdict;

LogWalk LogWalk::begin() {
    static std::atomic<std::uint64_t> last{0};
    return LogWalk(++last);
}

Verdict verdict_in_order(Revote revote, std::uint64_t counter, std::uint64_t valid_entries) {
    if (counter != valid_entries)
        return Verdict::stale;
    if (revote == Revote::none && valid_entries > 0)
        return Verdict::second_ballot;
    return Verdict::valid;
}

LogRules::LogRules(const Election& election, const Roll& roll)
    : fingerprint_(election.fingerprint()),
      closing_entry_(ballot::closing_entry(election.fingerprint())),
      revote_(election.manifest().revote()),
      walk_(LogWalk::begin()),
      voters_(roll.entries().size()),
      roll_(roll) {
    EVOTE_CHECK(roll.hash() == election.roll_hash() && "this is the roll of another election");
}

LogRules::Step LogRules::next(ByteView entry, const CheckedEntry& checked) {
    const std::uint64_t index = size_++;
    if (closing_at_)
        return {Verdict::after_closing};
    if (equal(entry, closing_entry_)) {
        closing_at_ = index;
        return {Verdict::closing_entry};
    }
    if (checked.change)
        return change(*checked.change, index);
    if (checked.unplaced)
        return unplaced(*checked.unplaced, index);
    if (!checked.ballot)
        return {checked.verdict};
    // By the credential of the sealed roll, which may have ended.
    const Verdict standing = roll_.of_voter(checked.ballot->voter()).verdict();
    if (standing != Verdict::valid)
        return {standing};
    return ballot(*checked.ballot, index);
}

LogRules::Step LogRules::unplaced(const UnplacedBallot& ballot, std::uint64_t index) {
    const Verdict verdict = ballot.verdict(roll_);
    if (verdict != Verdict::valid)
        return {verdict};
    const std::uint32_t voter = roll_.of(ballot.header().credential).voter;
    return this->ballot(ballot.of(voter, roll_.voter(voter)), index);
}

LogRules::Step LogRules::change(const ballot::RollChange& change, std::uint64_t index) {
    const Verdict verdict = roll_.judge(change, index);
    if (verdict != Verdict::valid)
        return {verdict};
    const std::uint32_t voter = roll_.apply(change);
    Step step{Verdict::valid};
    step.change = MadeChange{index, voter, change.action};
    if (change.action == ballot::ChangeAction::revoke && voters_[voter].valid > 0) {
        step.displaced = counted_ballot(voter);
        --counted_;
    }
    return step;
}

DisplacedBallot LogRules::counted_ballot(std::size_t voter) const {
    const Voter& known = voters_[voter];
    return {walk_, (std::uint64_t{known.last_high} << 32) | known.last_low, voter, known.valid - 1};
}

LogRules::Step LogRules::ballot(const VotersBallot& ballot, std::uint64_t index) {
    EVOTE_CHECK(ballot.ballot().fingerprint() == fingerprint_ &&
                "this is a ballot of another election");
    Voter& voter = voters_[ballot.voter()];
    const Verdict verdict = verdict_in_order(revote_, ballot.ballot().counter(), voter.valid);
    if (verdict != Verdict::valid)
        return {verdict};
    Step step{Verdict::valid, CountedBallot(walk_, index, ballot)};
    if (voter.valid > 0)
        step.displaced = counted_ballot(ballot.voter());
    else
        ++counted_;
    EVOTE_CHECK(voter.valid < UINT32_MAX);
    ++voter.valid;
    voter.last_low = static_cast<std::uint32_t>(index);
    voter.last_high = static_cast<std::uint32_t>(index >> 32);
    return step;
}

VotersBallot DisplacedBallot::again(const CheckedEntry& checked, const Roll& roll) const {
    EVOTE_CHECK(checked.proofs_hold());
    VotersBallot ballot =
        checked.ballot ? *checked.ballot : checked.unplaced->of(voter_, roll.entries()[voter_]);
    EVOTE_CHECK(is(ballot));
    return ballot;
}

} // namespace evote::protocol

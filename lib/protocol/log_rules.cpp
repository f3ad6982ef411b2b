// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/log_rules.h"

#include "evote/base/check.h"

namespace evote::protocol {

Verdict verdict_in_order(Revote revote, std::uint64_t counter, std::uint64_t valid_entries) {
    if (counter != valid_entries)
        return Verdict::stale;
    if (revote == Revote::none && valid_entries > 0)
        return Verdict::second_ballot;
    return Verdict::valid;
}

LogRules::LogRules(const Election& election, std::size_t voters)
    : closing_entry_(closing_entry(election.fingerprint())),
      revote_(election.manifest().revote()),
      voters_(voters) {}

LogRules::Step LogRules::next(ByteView entry, const CheckedEntry& checked) {
    const std::uint64_t index = size_++;
    if (closing_at_)
        return {Verdict::after_closing, false, {}};
    if (equal(entry, closing_entry_)) {
        closing_at_ = index;
        return {Verdict::closing_entry, false, {}};
    }
    if (!checked.ballot)
        return {checked.verdict, false, {}};
    return ballot(*checked.ballot, index);
}

LogRules::Step LogRules::ballot(const VerifiedBallot& ballot, std::uint64_t index) {
    Voter& voter = voters_[ballot.voter()];
    const Verdict verdict = verdict_in_order(revote_, ballot.counter(), voter.valid);
    if (verdict != Verdict::valid)
        return {verdict, false, {}};
    Step step{Verdict::valid, true, {}};
    if (voter.valid > 0)
        step.displaced = (std::uint64_t{voter.last_high} << 32) | voter.last_low;
    else
        ++counted_;
    EVOTE_CHECK(voter.valid < UINT32_MAX);
    ++voter.valid;
    voter.last_low = static_cast<std::uint32_t>(index);
    voter.last_high = static_cast<std::uint32_t>(index >> 32);
    return step;
}

} // namespace evote::protocol

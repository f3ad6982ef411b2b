// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/protocol/ballot_verifier.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace evote::protocol {

/// What the entries before it say of a ballot whose proofs hold: valid, stale or second ballot.
/// `valid_entries` of them are valid ones of its voter.
Verdict verdict_in_order(Revote revote, std::uint64_t counter, std::uint64_t valid_entries);

/// The verdict on every log entry in its place (protocol.md section 6), and what counts. Entries
/// are given in the order of the log. Remembers 12 bytes a voter.
class LogRules {
  public:
    LogRules(const Election& election, std::size_t voters);

    struct Step {
        Verdict verdict;
        bool counts = false;                    ///< so far: a later ballot may displace it
        std::optional<std::uint64_t> displaced; ///< index of the entry that no longer counts
    };

    /// The next entry: its bytes, and what BallotVerifier says of it by itself.
    Step next(ByteView entry, const CheckedEntry& checked);

    /// True if and only if the last entry is the only closing entry.
    bool closed() const { return closing_at_ && *closing_at_ + 1 == size_; }

    std::uint64_t size() const { return size_; }

    /// Ballots that count so far, one a voter: the turnout.
    std::uint64_t counted() const { return counted_; }

    /// The number of valid entries of a voter so far: what its next ballot's counter must be.
    std::uint64_t valid_entries(std::size_t voter) const { return voters_[voter].valid; }

  private:
    struct Voter {
        std::uint32_t valid = 0;
        std::uint32_t last_low = 0; // index of the counted entry, in two parts to save padding
        std::uint32_t last_high = 0;
    };

    Step ballot(const VerifiedBallot& ballot, std::uint64_t index);

    Bytes closing_entry_;
    Revote revote_;
    std::vector<Voter> voters_;
    std::uint64_t size_ = 0;
    std::uint64_t counted_ = 0;
    std::optional<std::uint64_t> closing_at_;
};

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// Entries by themselves, against an election and its roll: ballot::Verifier, and who the voter is.
#pragma once

#include "ballot/verifier.h"
#include "protocol/election.h"
#include "protocol/roll.h"

#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

/// A verified ballot and whose it is. Only EntryVerifier makes one.
class VotersBallot {
  public:
    std::size_t voter() const { return voter_; } ///< index in the roll

    std::uint64_t weight() const { return weight_; }

    const ballot::VerifiedBallot& ballot() const { return ballot_; }

  private:
    friend class EntryVerifier;

    VotersBallot(ballot::VerifiedBallot ballot, std::size_t voter, std::uint64_t weight)
        : ballot_(std::move(ballot)), voter_(voter), weight_(weight) {}

    ballot::VerifiedBallot ballot_;
    std::size_t voter_;
    std::uint64_t weight_;
};

/// What section 5 says of one entry.
struct CheckedEntry {
    ballot::Verdict verdict = ballot::Verdict::malformed; ///< valid or a reason of section 5
    std::optional<VotersBallot> ballot;                   ///< if and only if valid
};

/// One object per thread.
class EntryVerifier {
  public:
    /// `roll` is that of the election, which is checked. All of them outlive the object.
    EntryVerifier(const Election& election, const Roll& roll, crypto::Random& random);

    /// Verdicts on the entries, each by itself; see ballot::Verifier.
    std::vector<CheckedEntry> verify(std::span<const ByteView> entries);

  private:
    // A credential that is not on the roll, or in another district, needs no proof.
    ballot::Verdict look_up(const ballot::Header& header) const;

    const Roll& roll_;
    ballot::Verifier verifier_;
};

} // namespace evote::protocol

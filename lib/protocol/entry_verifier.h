// SPDX-License-Identifier: Apache-2.0
// Entries by themselves, against an election and its roll: ballot::Verifier, and who the voter is.
#pragma once

#include "ballot/roll_change.h"
#include "ballot/verifier.h"
#include "protocol/changed_roll.h"
#include "protocol/election.h"
#include "protocol/roll.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

/// A verified ballot and whose it is. Only EntryVerifier and UnplacedBallot make one.
class VotersBallot {
  public:
    std::size_t voter() const { return voter_; } ///< index in the roll

    std::uint64_t weight() const { return weight_; }

    const ballot::VerifiedBallot& ballot() const { return ballot_; }

  private:
    friend class EntryVerifier;
    friend class UnplacedBallot;

    VotersBallot(ballot::VerifiedBallot ballot, std::size_t voter, std::uint64_t weight)
        : ballot_(std::move(ballot)), voter_(voter), weight_(weight) {}

    ballot::VerifiedBallot ballot_;
    std::size_t voter_;
    std::uint64_t weight_;
};

/// A ballot in an election with registrars of which the roll as it was sealed does not tell whose
/// it is, or that is not valid by that roll: the roll changes before it in the log decide.
class UnplacedBallot {
  public:
    UnplacedBallot(const ballot::Header& header, ballot::Verdict proofs,
                   std::optional<ballot::VerifiedBallot> verified)
        : header_(header), proofs_(proofs), verified_(std::move(verified)) {}

    const ballot::Header& header() const { return header_; }

    /// Whether it has good proofs, whoever the voter is.
    bool proofs_hold() const { return verified_.has_value(); }

    /// What is found of it where the roll stands like this: the reason of section 5, valid if there
    /// is none.
    ballot::Verdict verdict(const ChangedRoll& roll) const;

    /// The ballot of this voter, who has this credential; only if the proofs hold.
    VotersBallot of(std::size_t voter, const RollEntry& entry) const;

  private:
    ballot::Header header_;
    ballot::Verdict proofs_;
    std::optional<ballot::VerifiedBallot> verified_;
};

/// What sections 4a and 5 say of one entry by itself.
struct CheckedEntry {
    /// Valid or a reason: of a ballot as if the roll were never changed.
    ballot::Verdict verdict = ballot::Verdict::malformed;
    /// If and only if it is a valid ballot.
    std::optional<VotersBallot> ballot;
    /// In an election with registrars, of a well-formed ballot that is not valid.
    std::shared_ptr<const UnplacedBallot> unplaced{};
    /// If and only if it is a valid roll change.
    std::optional<ballot::RollChange> change{};

    /// Whether it is a ballot with good proofs, whoever the voter is.
    bool proofs_hold() const { return ballot || (unplaced && unplaced->proofs_hold()); }
};

/// One object per thread.
class EntryVerifier {
  public:
    /// `roll` is that of the election, which is checked. All of them outlive the object.
    EntryVerifier(const Election& election, const Roll& roll, crypto::Random& random);

    /// Verdicts on the entries, each by itself; see ballot::Verifier.
    std::vector<CheckedEntry> verify(std::span<const ByteView> entries);

    /// The same for entries whose proofs held when they were verified before; see
    /// ballot::Verifier::read_verified. Roll changes are verified in full.
    std::vector<CheckedEntry> read_verified(std::span<const ByteView> entries);

  private:
    std::vector<CheckedEntry> place_all(std::span<const ByteView> entries,
                                        std::vector<ballot::EntryVerdict> verdicts) const;
    // A credential that is in another district needs no proof, nor does one that is not on the
    // roll, unless it can come to it.
    ballot::Verdict look_up(const ballot::Header& header) const;
    CheckedEntry place(ballot::EntryVerdict&& found) const;
    CheckedEntry check_change(ByteView entry) const;

    const Roll& roll_;
    Digest32 fingerprint_;
    std::vector<crypto::Ed25519PublicKey> registrars_;
    ballot::Verifier verifier_;
};

} // namespace evote::protocol

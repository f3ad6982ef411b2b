// SPDX-License-Identifier: Apache-2.0
// Checks many ballots at once (protocol.md section 5) and names every bad one with its reason.
#pragma once

#include "evote/crypto/random.h"
#include "evote/protocol/election.h"
#include "evote/protocol/roll.h"
#include "evote/protocol/verdict.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

/// A ballot whose proofs were checked. Only BallotVerifier makes one. It refers to the verifier's
/// memory and ends with the next batch.
class VerifiedBallot {
  public:
    std::size_t voter() const { return voter_; } ///< index in the roll

    std::size_t district() const { return district_; }

    std::uint64_t weight() const { return weight_; }

    std::uint64_t counter() const { return counter_; }

    /// Per contest alpha, beta[bits].
    std::span<const group::Ristretto255::Element> cipher() const { return cipher_; }

  private:
    friend class BallotVerifier;
    VerifiedBallot() = default;

    std::size_t voter_ = 0;
    std::size_t district_ = 0;
    std::uint64_t weight_ = 0;
    std::uint64_t counter_ = 0;
    std::span<const group::Ristretto255::Element> cipher_;
};

/// What section 5 says of one entry.
struct CheckedEntry {
    Verdict verdict = Verdict::malformed; ///< valid or a reason of section 5
    std::optional<VerifiedBallot> ballot; ///< if and only if valid
};

class BallotChallenger;

/// Checks batches of entries against one election. One object per thread; its memory is used again
/// from batch to batch and grows to the largest batch. Variable time: ballots are public.
class BallotVerifier {
  public:
    /// `random` gives the weights of the linear combinations: one of 128 bits for every equation of
    /// every ballot, drawn after the batch's bytes are fixed and anew for every split.
    BallotVerifier(const Election& election, const Roll& roll, crypto::Random& random);
    BallotVerifier(const BallotVerifier&) = delete;
    BallotVerifier& operator=(const BallotVerifier&) = delete;
    ~BallotVerifier();

    /// Verdicts on the entries, each by itself: what depends on the order in the log is not looked
    /// at. Valid until the next call. Cheapest for 1,024 ballots or more.
    std::span<const CheckedEntry> verify(std::span<const ByteView> entries);

  private:
    using G = group::Ristretto255;

    // One entry of the batch: where its values stand in the lists below.
    struct Slot {
        Verdict verdict = Verdict::malformed;
        const BallotLayout* layout = nullptr;
        ByteView bytes;
        std::uint16_t district = 0;
        std::uint64_t counter = 0;
        std::size_t voter = 0;
        std::size_t point = 0;  // in both lists of points
        std::size_t scalar = 0; // in scalars_: masks, responses, z_D, z_credential
        bool in_combination = false;
        proof::Challenges<G> challenges;
    };

    Verdict parse(ByteView entry, Slot& slot) const;
    void gather(Slot& slot);
    bool take_scalars(const Slot& slot);
    void decode_points();
    Verdict look_up(Slot& slot) const;
    void hash_challenges();
    std::span<const G::Element> cipher(const Slot& slot) const;
    VerifiedBallot verified(const Slot& slot) const;
    proof::BallotValues<G> values(const Slot& slot) const;
    Verdict diagnose(const Slot& slot) const;
    bool combination_holds(std::size_t begin, std::size_t end);
    // Names the bad ballots among slots [begin, end).
    void find_bad(std::size_t begin, std::size_t end);
    // The same where there is at least one.
    void split(std::size_t begin, std::size_t end);

    const Election& election_;
    const Roll& roll_;
    crypto::Random& random_;
    proof::CheckBases<G> bases_;

    std::vector<CheckedEntry> checked_;
    std::vector<Slot> slots_;
    // Points with full scalars (cipher, credential, D_1) and with weights (first, R, D_0).
    Bytes full_encodings_;
    Bytes short_encodings_;
    std::vector<G::Element> full_points_;
    std::vector<G::Element> short_points_;
    std::vector<std::uint8_t> full_valid_;
    std::vector<std::uint8_t> short_valid_;
    std::vector<G::Scalar> scalars_;
    std::vector<G::Scalar> coefficients_;
    std::vector<group::Weight> weights_;
    std::unique_ptr<BallotChallenger> challenger_;
    std::vector<ByteView> views_;
    std::vector<G::Scalar> challenges_; // all y, then all x
};

} // namespace evote::protocol

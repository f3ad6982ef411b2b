// SPDX-License-Identifier: Apache-2.0
// Checks many ballots at once (protocol.md section 5) and names every bad one with its reason.
#pragma once

#include "ballot/parameters.h"
#include "ballot/verdict.h"
#include "crypto/random.h"
#include "proof/ballot_proof.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace evote::ballot {

/// The points of a batch that was verified, and of which election it is.
struct VerifiedPoints;

/// A ballot whose proofs were checked. Only Verifier makes one. It shares the memory of its batch,
/// which lives as long as the last of them: one that is kept stays what it was, and keeps the
/// memory of the whole batch.
class VerifiedBallot {
  public:
    /// Of which election.
    const Digest32& fingerprint() const;

    std::size_t district() const { return header_.district; }

    std::uint64_t counter() const { return header_.counter; }

    /// Encoded.
    const ByteArray<item_size>& credential() const { return header_.credential; }

    /// Per contest alpha, beta[bits]. Valid as long as this ballot or a copy of it.
    std::span<const group::Ristretto255::Element> cipher() const&;
    void cipher() const&& = delete;

  private:
    friend class Verifier;

    VerifiedBallot(std::shared_ptr<const VerifiedPoints> points, const Header& header,
                   proof::ImagePlaces cipher)
        : points_(std::move(points)), header_(header), cipher_(cipher) {}

    std::shared_ptr<const VerifiedPoints> points_;
    Header header_;
    proof::ImagePlaces cipher_;
};

/// What section 5 says of one entry by itself, but for the roll, which it does not know.
struct EntryVerdict {
    Verdict verdict = Verdict::malformed; ///< valid or a reason of section 5
    std::optional<Header> header;         ///< unless malformed or of another election
    std::optional<VerifiedBallot> ballot; ///< if and only if valid
};

class Challenger;

/// Checks batches of entries against one election. One object per thread; its memory is used again
/// from batch to batch, if nobody keeps a ballot, and grows to the largest batch. Variable time:
/// ballots are public.
class Verifier {
  public:
    /// Says of a header whether its ballot's proofs are to be checked (valid) or with which verdict
    /// they are not: what comes after the encodings and before the proofs, such as the roll.
    using Filter = std::function<Verdict(const Header&)>;

    /// `random` gives the weights of the linear combinations: one of 128 bits for every equation of
    /// every ballot, drawn after the batch's bytes are fixed and anew for every split. Both outlive
    /// the object.
    Verifier(const Parameters& parameters, crypto::Random& random);
    Verifier(const Verifier&) = delete;
    Verifier& operator=(const Verifier&) = delete;
    ~Verifier();

    /// Verdicts on the entries, each by itself: what depends on the order in the log is not looked
    /// at, and the district is the one that the header names. Cheapest for 1,024 ballots or more.
    std::vector<EntryVerdict> verify(std::span<const ByteView> entries, const Filter& filter = {});

    /// The same for entries of which verify() said before, in this or another process, that their
    /// proofs hold: only header and ciphertexts are read, and the proofs are not looked at. What
    /// the caller has no such word about, it must not give here.
    std::vector<EntryVerdict> read_verified(std::span<const ByteView> entries,
                                            const Filter& filter = {});

  private:
    using G = group::Ristretto255;

    // One entry of the batch.
    struct Slot {
        Verdict verdict = Verdict::malformed;
        const Layout* layout = nullptr;
        ByteView bytes;
        Header header;
        bool well_formed = false;
        bool in_combination = false;
        proof::BallotPlaces places;
        // All of its points.
        proof::ImagePlaces images;
        proof::CommitmentPlaces commitments;
        std::size_t scalar = 0; // in scalars_: masks, responses, z_D, z_credential
        proof::Challenges<G> challenges;
    };

    void begin_batch(std::span<const ByteView> entries);
    void apply(const Filter& filter);
    Verdict parse(ByteView entry, Slot& slot) const;
    void add_points(Slot& slot);
    void add_cipher(Slot& slot);
    void decode_points();
    bool take_scalars(Slot& slot);
    bool has_identity(const Slot& slot) const;
    bool has_identity_alpha(const Slot& slot) const;
    void hash_challenges();
    proof::BallotElements<G> elements(const Slot& slot) const;
    proof::BallotScalars<G> scalars(const Slot& slot) const;
    Verdict diagnose(const Slot& slot) const;
    bool combination_holds(std::size_t begin, std::size_t end);
    // Names the bad ballots among slots [begin, end).
    void find_bad(std::size_t begin, std::size_t end);
    // The same where there is at least one.
    void split(std::size_t begin, std::size_t end);
    std::vector<EntryVerdict> result() const;

    const Parameters& parameters_;
    crypto::Random& random_;

    std::shared_ptr<VerifiedPoints> batch_;
    std::vector<Slot> slots_;
    std::vector<G::Scalar> scalars_;
    proof::Combination<G> combination_;
    std::unique_ptr<Challenger> challenger_;
    std::vector<ByteView> views_;
    std::vector<G::Scalar> challenges_; // all y, then all x
};

} // namespace evote::ballot

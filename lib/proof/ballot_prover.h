// SPDX-License-Identifier: Apache-2.0
// The prover's side of the contest proof (protocol.md section 5): commitments and responses, no
// hashing. It works on n ballots of one shape at a time, so that each table serves all of them.
//
// Every list is by position first, then by ballot: the value of position i of ballot k is at
// i * n + k. Elements come out halved, Q with 2 Q = P: encode_doubles_batch gives the encodings of
// the P. All of it is constant time in scalars and bits for groups that are.
#pragma once

#include "base/secret.h"
#include "proof/ballot_shape.h"
#include "proof/bases.h"
#include "proof/statements.h"

#include <cstdint>
#include <span>

namespace evote::proof {

/// A prover's fresh scalars for n ballots; used for one proof each.
template <group::Group G>
struct BallotNonces {
    BallotNonces(const BallotShape& shape, std::size_t n)
        : s(shape.contests().size() * n), a(shape.bits() * n), kappa(n), d0(n), d1(n) {}

    SecretVector<typename G::Scalar> s; ///< one per contest
    SecretVector<typename G::Scalar> a; ///< one per bit
    SecretVector<typename G::Scalar> kappa;
    SecretVector<typename G::Scalar> d0;
    SecretVector<typename G::Scalar> d1;
};

/// What a prover knows of n ballots.
template <group::Group G>
struct BallotWitness {
    BallotWitness(const BallotShape& shape, std::size_t n)
        : bits(shape.bits() * n), randomness(shape.contests().size() * n), credential(n) {}

    SecretVector<std::uint8_t> bits;             ///< 0 or 1 each
    SecretVector<typename G::Scalar> randomness; ///< r, one per contest
    SecretVector<typename G::Scalar> credential; ///< u
};

/// Prover for n ballots of one shape. Scratch memory is kept between calls.
template <group::Group G>
class BallotProver {
  public:
    using Element = typename G::Element;
    using Scalar = typename G::Scalar;

    BallotProver(const BaseTables<G>& bases, const BallotShape& shape, std::size_t n);

    /// alpha = r g and beta_i = r h_i + v_i g: shape.elements() * n halved elements.
    void encrypt(const BallotWitness<G>& witness, std::span<Element> cipher);

    /// A_0 = s g and A_i = s h_i + a_i g (shape.elements() * n halved elements), the masks
    /// (shape.masks() * n), and R = kappa g (n halved elements).
    void commit(const BallotNonces<G>& nonces, std::span<Element> encryption_commitments,
                std::span<Scalar> masks, std::span<Element> credential_commitments);

    /// D_0 and D_1 once y is known: 2 n halved elements, the D_0 first.
    void commit_bits(const BallotWitness<G>& witness, const BallotNonces<G>& nonces,
                     std::span<const Scalar> y, std::span<Element> bit_commitments);

    /// Per contest z and f_1.. (shape.elements() * n), then z_D (n) and z_credential (n). Ends the
    /// nonces.
    void respond(const BallotWitness<G>& witness, BallotNonces<G>&& nonces,
                 std::span<const Scalar> x, std::span<Scalar> responses);

  private:
    // Rows of n values, which the maps of the statements take as their values.
    struct HalvedRow {
        std::span<const Scalar> halves;
    };

    struct BitRow {
        std::span<const std::uint8_t> bits;
    };

    struct CipherValues;
    struct NonceValues;

    // scalars / 2, kept in `halves`.
    HalvedRow halve(std::span<const Scalar> scalars, SecretVector<Scalar>& halves) const;

    std::span<Element> row(std::span<Element> list, std::size_t i) const {
        return list.subspan(i * n_, n_);
    }

    // One equation: the sum of its terms, for all ballots.
    template <class First, class... Rest>
    void evaluate(std::span<Element> out, const First& first, const Rest&... rest) const {
        set(out, first);
        (add(out, rest), ...);
    }

    void set(std::span<Element> out, const AtGenerator<HalvedRow>& term) const;
    void set(std::span<Element> out, const AtGenerator<BitRow>& term) const;
    void add(std::span<Element> out, const AtKey<HalvedRow>& term) const;
    void add(std::span<Element> out, const AtPedersen<HalvedRow>& term) const;

    const BaseTables<G>& bases_;
    const BallotShape& shape_;
    std::size_t n_;
    Scalar half_;
    Element half_generator_;
    mutable SecretVector<Scalar> halves_;
    mutable SecretVector<Scalar> other_halves_;
};

} // namespace evote::proof

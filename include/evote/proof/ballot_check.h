// SPDX-License-Identifier: Apache-2.0
// The verifier's side of the contest proof (protocol.md section 5): the equations (C), (E), (L) and
// (B), one ballot at a time and exactly, or as a random linear combination of many ballots. No
// hashing here: challenges are given. Everything is public, so everything is variable time.
#pragma once

#include "evote/group/batch.h"
#include "evote/proof/ballot_shape.h"
#include "evote/proof/bases.h"

#include <span>

namespace evote::proof {

/// The values of one ballot, decoded, in the order of its bytes.
template <group::Group G>
struct BallotValues {
    using Element = typename G::Element;
    using Scalar = typename G::Scalar;

    Element credential;
    std::span<const Element> cipher; ///< per contest alpha, beta[bits]
    std::span<const Element> first;  ///< per contest A_0, A[bits]
    Element credential_commitment;   ///< R
    Element d0;
    Element d1;
    std::span<const Scalar> masks;     ///< per contest, per rule
    std::span<const Scalar> responses; ///< per contest z, f[bits]
    Scalar z_d;
    Scalar z_credential;
};

/// The challenges of one ballot.
template <group::Group G>
struct Challenges {
    typename G::Scalar y;
    typename G::Scalar x;
};

/// The elements that a ballot is checked against.
template <group::Group G>
struct CheckBases {
    typename G::Element pedersen;
    std::span<const typename G::Element> keys;
};

/// (C): z_credential g = x credential + R.
template <group::Group G>
bool credential_holds(const BallotValues<G>& ballot, const Challenges<G>& challenges);

/// (E): per contest z g = x alpha + A_0, and per bit z h_i + f_i g = x beta_i + A_i.
template <group::Group G>
bool encryption_holds(const BallotShape& shape, const CheckBases<G>& bases,
                      const BallotValues<G>& ballot, const Challenges<G>& challenges);

/// (L): per rule sum coefficient_i f_i = x max + mask.
template <group::Group G>
bool rules_hold(const BallotShape& shape, const BallotValues<G>& ballot,
                const Challenges<G>& challenges);

/// (B): (sum y^j f_j (x - f_j)) g + z_D p = D_0 + x D_1.
template <group::Group G>
bool bits_hold(const BallotShape& shape, const CheckBases<G>& bases, const BallotValues<G>& ballot,
               const Challenges<G>& challenges);

/// sum y^j f_j (x - f_j), the exponent of g in (B).
template <group::Group G>
typename G::Scalar bit_polynomial(const BallotShape& shape,
                                  std::span<const typename G::Scalar> responses,
                                  const Challenges<G>& challenges);

/// The part of a combination that stands at the fixed bases.
template <group::Group G>
struct FixedPart {
    explicit FixedPart(std::size_t key_count) : keys(key_count) {}

    typename G::WeightedSum generator;
    typename G::WeightedSum pedersen;
    std::vector<typename G::WeightedSum> keys;
};

/// Adds the equations (C), (E) and (B) of one ballot to a random linear combination, each with a
/// weight of its own: `weights` holds shape.elements() + 2 of them, in the order of (E), then (C),
/// then (B). The left sides go to `fixed`. The coefficients of cipher, then credential, then D_1
/// are written to `scalars` (shape.elements() + 2); those of first, then R, then D_0 are the
/// weights themselves. The combination of many ballots is zero if all their equations hold, and
/// with probability at most 2^-128 if one does not.
template <group::Group G>
void add_to_combination(const BallotShape& shape, std::span<const typename G::Scalar> responses,
                        const typename G::Scalar& z_d, const typename G::Scalar& z_credential,
                        const Challenges<G>& challenges, std::span<const group::Weight> weights,
                        FixedPart<G>& fixed, std::span<typename G::Scalar> scalars);

/// The fixed part as an element: generator g + pedersen p + sum keys_i h_i.
template <group::Group G>
typename G::Element fixed_sum_vartime(const FixedPart<G>& fixed, const CheckBases<G>& bases);

} // namespace evote::proof

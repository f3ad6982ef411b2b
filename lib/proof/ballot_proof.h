// SPDX-License-Identifier: Apache-2.0
// The verifier's side of the contest proof (protocol.md section 5): its equations (C), (E), (L) and
// (B), one ballot at a time and exactly, or added to a random linear combination of many ballots.
// No hashing here: challenges are given. Everything is public, so everything is variable time.
#pragma once

#include "proof/ballot_shape.h"
#include "proof/combination.h"
#include "proof/exact_check.h"

#include <span>

namespace evote::proof {

/// The points of one ballot's proof in the order of its bytes: elements, or places in a PointBatch.
template <class Image, class Images, class Commitment, class Commitments>
struct BallotPoints {
    Image credential{};
    Images cipher{};                      ///< per contest alpha, beta[bits]
    Commitments encryption_commitments{}; ///< per contest A_0, A[bits]
    Commitment credential_commitment{};   ///< R
    Commitment d0{};
    Image d1{};
};

using BallotPlaces = BallotPoints<ImagePlace, ImagePlaces, CommitmentPlace, CommitmentPlaces>;

template <group::Group G>
using BallotElements = BallotPoints<typename G::Element, std::span<const typename G::Element>,
                                    typename G::Element, std::span<const typename G::Element>>;

/// Its scalars.
template <group::Group G>
struct BallotScalars {
    std::span<const typename G::Scalar> masks{};     ///< per contest, per rule
    std::span<const typename G::Scalar> responses{}; ///< per contest z, f[bits]
    typename G::Scalar z_d{};
    typename G::Scalar z_credential{};
};

/// The challenges of one ballot.
template <group::Group G>
struct Challenges {
    typename G::Scalar y; ///< for the bits
    typename G::Scalar x; ///< for all
};

/// (C): z_credential g = R + x credential. `sink` is a Combination or an ExactCheck, here and
/// below; it takes `points`.
template <group::Group G, class Sink, class Points>
void add_credential(Sink& sink, const Points& points, const BallotScalars<G>& scalars,
                    const Challenges<G>& challenges) {
    possession_map(scalars.z_credential, [&](std::size_t /*i*/, const auto&... terms) {
        sink.equation(points.credential_commitment, points.credential, challenges.x, terms...);
    });
}

/// The responses of one contest, as its map takes them.
template <group::Group G>
struct ContestResponses {
    std::span<const typename G::Scalar> all;

    const typename G::Scalar& randomness() const { return all[0]; }

    const typename G::Scalar& bit(std::size_t i) const { return all[1 + i]; }
};

/// (E): per contest z g = A_0 + x alpha, and per bit f_i g + z h_i = A_i + x beta_i.
template <group::Group G, class Sink, class Points>
void add_encryption(Sink& sink, const BallotShape& shape, const Points& points,
                    const BallotScalars<G>& scalars, const Challenges<G>& challenges) {
    for (const auto& part : shape.contests()) {
        const std::size_t bits = part.shape->bits;
        const ContestResponses<G> responses{scalars.responses.subspan(part.element, 1 + bits)};
        encryption_map(bits, responses, [&](std::size_t i, const auto&... terms) {
            sink.equation(points.encryption_commitments[part.element + i],
                          points.cipher[part.element + i], challenges.x, terms...);
        });
    }
}

/// (B): (sum y^j f_j (x - f_j)) g + z_D p = D_0 + x D_1.
template <group::Group G, class Sink, class Points>
void add_bits(Sink& sink, const BallotShape& shape, const Points& points,
              const BallotScalars<G>& scalars, const Challenges<G>& challenges) {
    const auto value =
        bit_polynomial<G>(shape.bits(), challenges.y, challenges.x, [&](std::size_t j) {
            return scalars.responses[shape.element_of_bit(j)];
        });
    blinded_map(value, scalars.z_d, [&](std::size_t /*i*/, const auto&... terms) {
        sink.equation(points.d0, points.d1, challenges.x, terms...);
    });
}

/// (C), exactly.
template <group::Group G>
bool credential_holds_vartime(const BallotElements<G>& points, const BallotScalars<G>& scalars,
                              const Challenges<G>& challenges) {
    ExactCheck<G> check;
    add_credential(check, points, scalars, challenges);
    return check.holds_vartime();
}

/// (E), exactly.
template <group::Group G>
bool encryption_holds_vartime(const BallotShape& shape, const Bases<G>& bases,
                              const BallotElements<G>& points, const BallotScalars<G>& scalars,
                              const Challenges<G>& challenges) {
    ExactCheck<G> check(bases);
    add_encryption(check, shape, points, scalars, challenges);
    return check.holds_vartime();
}

/// (L): per rule sum coefficient_i f_i = mask + x max. Scalars only, so always exact.
template <group::Group G>
bool rules_hold_vartime(const BallotShape& shape, const BallotScalars<G>& scalars,
                        const Challenges<G>& challenges) {
    for (const auto& part : shape.contests()) {
        const auto f = scalars.responses.subspan(part.element + 1, part.shape->bits);
        const auto masks = scalars.masks.subspan(part.mask, part.shape->rules.size());
        for (std::size_t r = 0; r < masks.size(); ++r) {
            const LinearRule& rule = part.shape->rules[r];
            const auto sum = rule_map<G>(
                rule, [&](std::size_t i) -> const auto& { return f[i]; });
            if (!(sum == masks[r] + challenges.x * group::scalar_from_int<G>(rule.max)))
                return false;
        }
    }
    return true;
}

/// (B), exactly.
template <group::Group G>
bool bits_hold_vartime(const BallotShape& shape, const Bases<G>& bases,
                       const BallotElements<G>& points, const BallotScalars<G>& scalars,
                       const Challenges<G>& challenges) {
    ExactCheck<G> check(bases);
    add_bits(check, shape, points, scalars, challenges);
    return check.holds_vartime();
}

/// The equations (C), (E) and (B) of one ballot.
template <group::Group G>
void add_ballot(Combination<G>& combination, const BallotShape& shape, const BallotPlaces& places,
                const BallotScalars<G>& scalars, const Challenges<G>& challenges) {
    add_encryption(combination, shape, places, scalars, challenges);
    add_credential(combination, places, scalars, challenges);
    add_bits(combination, shape, places, scalars, challenges);
}

} // namespace evote::proof

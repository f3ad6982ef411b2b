// SPDX-License-Identifier: Apache-2.0
// Many equations in one: a random linear combination. If all of them hold it is zero; if one does
// not, it is zero with probability 2^-128 at most.
#pragma once

#include "crypto/random.h"
#include "evote/check.h"
#include "proof/bases.h"
#include "proof/points.h"
#include "proof/statements.h"

#include <span>
#include <vector>

namespace evote::proof {

/// The accumulator that statements add their equations to. The weight of an equation is that of its
/// commitment, which belongs to it alone: so every single equation has its own. Its memory is used
/// again from one begin() to the next. Everything is public and variable time.
template <group::Group G>
class Combination {
  public:
    using Element = typename G::Element;
    using Scalar = typename G::Scalar;
    using Image = ImagePlace;
    using Commitment = CommitmentPlace;

    /// `bases` outlive the object.
    explicit Combination(const Bases<G>& bases) : bases_(bases), keys_(bases.keys.size()) {}

    /// An empty combination over these points of a batch, which are decoded and valid where they
    /// are used. Draws a weight for each commitment: the bytes of all proofs must be fixed.
    void begin(const PointBatch<G>& points, ImagePlaces images, CommitmentPlaces commitments,
               crypto::Random& random);

    /// sum of `terms` = commitment + factor * image.
    template <class... Terms>
    void equation(Commitment commitment, Image image, const Scalar& factor, const Terms&... terms) {
        const group::Weight& weight = take(commitment);
        Scalar& coefficient = coefficient_of(image);
        coefficient = coefficient + weight * factor;
        (add(weight, terms), ...);
    }

    /// sum of `terms` = commitment + sum of factors[i] * images[i].
    template <class Images, class... Terms>
    void equation(Commitment commitment, const Images& images, std::span<const Scalar> factors,
                  const Terms&... terms) {
        const group::Weight& weight = take(commitment);
        for (std::size_t i = 0; i < factors.size(); ++i) {
            Scalar& coefficient = coefficient_of(images[i]);
            coefficient = coefficient + weight * factors[i];
        }
        (add(weight, terms), ...);
    }

    /// Whether the sum of all equations since begin() is zero. Commitments that no equation took
    /// have no part in it. Ends the combination.
    bool holds_vartime();

  private:
    const group::Weight& take(Commitment commitment) {
        const std::size_t i = commitment.index - first_commitment_;
        EVOTE_CHECK(i < taken_.size() && taken_[i] == 0);
        taken_[i] = 1;
        return weights_[i];
    }

    Scalar& coefficient_of(Image image) {
        EVOTE_CHECK(image.index - first_image_ < coefficients_.size());
        return coefficients_[image.index - first_image_];
    }

    void add(const group::Weight& weight, const AtGenerator<Scalar>& term) {
        generator_.add(weight, term.value);
    }

    void add(const group::Weight& weight, const AtPedersen<Scalar>& term) {
        pedersen_.add(weight, term.value);
    }

    void add(const group::Weight& weight, const AtKey<Scalar>& term) {
        keys_[term.key].add(weight, term.value);
    }

    void add(const group::Weight& weight, const AtPoint<Image, Scalar>& term) {
        Scalar& coefficient = coefficient_of(term.point);
        coefficient = coefficient - weight * term.value;
    }

    Element fixed_sum_vartime() const;

    const Bases<G> bases_;
    const PointBatch<G>* points_ = nullptr;
    ImagePlaces images_;
    CommitmentPlaces commitments_;
    std::size_t first_image_ = 0;
    std::size_t first_commitment_ = 0;
    std::vector<Scalar> coefficients_;   // of the images
    std::vector<group::Weight> weights_; // of the commitments
    std::vector<std::uint8_t> taken_;    // commitments that have their equation
    typename G::WeightedSum generator_;
    typename G::WeightedSum pedersen_;
    std::vector<typename G::WeightedSum> keys_;
};

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/combination.h"

namespace evote::proof {

template <group::Group G>
void Combination<G>::begin(const PointBatch<G>& points, ImagePlaces images,
                           CommitmentPlaces commitments, crypto::Random& random) {
    points_ = &points;
    images_ = images;
    commitments_ = commitments;
    first_image_ = images.begin();
    first_commitment_ = commitments.begin();
    coefficients_.assign(images.size(), Scalar());
    weights_.resize(commitments.size());
    random.fill({reinterpret_cast<std::uint8_t*>(weights_.data()),
                 weights_.size() * sizeof(group::Weight)});
    taken_.assign(commitments.size(), 0);
    generator_ = {};
    pedersen_ = {};
    keys_.assign(keys_.size(), {});
}

template <group::Group G>
bool Combination<G>::holds_vartime() {
    EVOTE_CHECK(points_ != nullptr);
    for (std::size_t i = 0; i < weights_.size(); ++i)
        if (taken_[i] == 0)
            weights_[i] = {};
    const Element right =
        group::msm_vartime<G>(std::span<const Scalar>(coefficients_), (*points_)[images_]) +
        group::msm_vartime<G>(std::span<const group::Weight>(weights_), (*points_)[commitments_]);
    points_ = nullptr;
    return fixed_sum_vartime() == right;
}

// What is at the generator, p and the keys.
template <group::Group G>
typename G::Element Combination<G>::fixed_sum_vartime() const {
    std::vector<Scalar> scalars;
    for (const auto& key : keys_)
        scalars.push_back(key.value());
    std::vector<Element> elements(bases_.keys.begin(), bases_.keys.end());
    scalars.push_back(generator_.value());
    elements.push_back(G::generator());
    scalars.push_back(pedersen_.value());
    elements.push_back(bases_.pedersen);
    return group::msm_vartime<G>(scalars, elements);
}

} // namespace evote::proof

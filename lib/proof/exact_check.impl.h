// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/exact_check.h"

namespace evote::proof {

template <group::Group G>
bool ExactCheck<G>::holds_vartime() const {
    const auto end_of = [&](std::size_t equation) {
        return equation + 1 < equations_.size() ? equations_[equation + 1].begin : scalars_.size();
    };
    bool holds = true;
    // Sums of few products are cheapest when all products are made together, sums of many each by
    // itself.
    constexpr std::size_t few = 4;
    if (scalars_.size() > few * equations_.size()) {
        std::vector<Scalar> scalars;
        std::vector<Element> elements;
        for (std::size_t e = 0; e < equations_.size(); ++e) {
            const auto at = [&](std::size_t place) { return static_cast<std::ptrdiff_t>(place); };
            const std::size_t begin = equations_[e].begin;
            const std::size_t end = end_of(e);
            scalars.assign(scalars_.begin() + at(begin), scalars_.begin() + at(end));
            elements.assign(elements_.begin() + at(begin), elements_.begin() + at(end));
            if (equations_[e].generator != Scalar()) {
                scalars.push_back(equations_[e].generator);
                elements.push_back(G::generator());
            }
            holds &= group::msm_vartime<G>(scalars, elements) == equations_[e].commitment;
        }
        return holds;
    }
    std::vector<Element> products(elements_.size());
    group::mul_batch<G>(scalars_, elements_, products);
    for (std::size_t e = 0; e < equations_.size(); ++e) {
        Element sum;
        for (std::size_t i = equations_[e].begin; i < end_of(e); ++i)
            sum = sum + products[i];
        holds &= sum + G::mul_generator(equations_[e].generator) == equations_[e].commitment;
    }
    return holds;
}

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/proof/exact_check.h"

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
        for (std::size_t e = 0; e < equations_.size(); ++e) {
            const std::size_t begin = equations_[e].begin;
            const std::size_t size = end_of(e) - begin;
            holds &= holds_vartime(
                equations_[e], group::msm_vartime<G>(std::span(scalars_).subspan(begin, size),
                                                     std::span(elements_).subspan(begin, size)));
        }
        return holds;
    }
    std::vector<Element> products(elements_.size());
    group::mul_batch<G>(scalars_, elements_, products);
    for (std::size_t e = 0; e < equations_.size(); ++e) {
        Element sum;
        for (std::size_t i = equations_[e].begin; i < end_of(e); ++i)
            sum = sum + products[i];
        holds &= holds_vartime(equations_[e], sum);
    }
    return holds;
}

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "group/batch.h"

namespace evote::group {

template <Group G>
FixedBase<G>::FixedBase(const typename G::Element& base) : base_(base), table_(base) {}

template <Group G>
typename G::Element FixedBase<G>::mul(const typename G::Scalar& scalar) const {
    return table_.mul(scalar);
}

template <Group G>
void FixedBase<G>::mul_batch(std::span<const typename G::Scalar> scalars,
                             std::span<typename G::Element> out) const {
    table_.mul_batch(scalars, out);
}

template <Group G>
void FixedBase<G>::mul_add_batch(std::span<const typename G::Scalar> scalars,
                                 std::span<typename G::Element> sums) const {
    table_.mul_add_batch(scalars, sums);
}

} // namespace evote::group

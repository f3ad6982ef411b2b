// SPDX-License-Identifier: Apache-2.0
// The batch operations for any group, one element after the other.
#pragma once

#include "evote/check.h"
#include "group/batch.h"

#include <algorithm>

namespace evote::group {

template <Group G>
bool decode_batch_vartime(ByteView encodings, std::span<typename G::Element> out,
                          std::span<std::uint8_t> valid) {
    constexpr std::size_t size = G::Element::encoded_size;
    EVOTE_CHECK(encodings.size() == out.size() * size && valid.size() == out.size());
    bool all = true;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto element = G::Element::decode(encodings.subspan(i * size, size));
        out[i] = element.value_or(typename G::Element());
        valid[i] = element.has_value() ? 1 : 0;
        all = all && element.has_value();
    }
    return all;
}

template <Group G>
void encode_batch(std::span<const typename G::Element> elements, MutableByteView out) {
    constexpr std::size_t size = G::Element::encoded_size;
    EVOTE_CHECK(out.size() == elements.size() * size);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const auto encoding = elements[i].encode();
        std::copy(encoding.begin(), encoding.end(),
                  out.begin() + static_cast<std::ptrdiff_t>(i * size));
    }
}

template <Group G>
void encode_doubles_batch(std::span<const typename G::Element> elements, MutableByteView out) {
    constexpr std::size_t size = G::Element::encoded_size;
    EVOTE_CHECK(out.size() == elements.size() * size);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const auto encoding = (elements[i] + elements[i]).encode();
        std::copy(encoding.begin(), encoding.end(),
                  out.begin() + static_cast<std::ptrdiff_t>(i * size));
    }
}

template <Group G>
void mul_batch(std::span<const typename G::Scalar> scalars,
               std::span<const typename G::Element> elements, std::span<typename G::Element> out) {
    EVOTE_CHECK(scalars.size() == elements.size() && out.size() == elements.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = scalars[i] * elements[i];
}

template <Group G>
typename G::Element msm_vartime(std::span<const typename G::Scalar> scalars,
                                std::span<const typename G::Element> elements) {
    EVOTE_CHECK(scalars.size() == elements.size());
    typename G::Element sum;
    for (std::size_t i = 0; i < elements.size(); ++i)
        sum = sum + scalars[i] * elements[i];
    return sum;
}

template <Group G>
typename G::Element msm_vartime(std::span<const Weight> weights,
                                std::span<const typename G::Element> elements) {
    EVOTE_CHECK(weights.size() == elements.size());
    const auto one = G::Scalar::from_u64(1);
    typename G::Element sum;
    for (std::size_t i = 0; i < elements.size(); ++i)
        sum = sum + weights[i] * one * elements[i];
    return sum;
}

} // namespace evote::group

// SPDX-License-Identifier: Apache-2.0
// Vector exponential ElGamal: one randomiser for many values, each under a key of its own
// (Bellare, Boldyreva, Staddon, PKC 2003). alpha = r g, beta_i = r h_i + v_i g. Sums of ciphers
// encrypt sums of values.
#pragma once

#include "evote/check.h"
#include "group/group.h"

#include <span>
#include <utility>
#include <vector>

namespace evote::proof {

template <group::Group G>
struct VectorCiphertext {
    VectorCiphertext() = default;

    /// The cipher of zeros that a sum starts from: identities.
    explicit VectorCiphertext(std::size_t size) : betas(size) {}

    typename G::Element alpha;
    std::vector<typename G::Element> betas;
};

/// weight * element by doubling and adding: the time depends on the weight, which is public.
template <group::Group G>
typename G::Element scale_vartime(std::uint64_t weight, const typename G::Element& element) {
    typename G::Element sum;
    for (int bit = 63; bit >= 0; --bit) {
        if (weight >> bit == 0)
            continue;
        sum = sum + sum;
        if (((weight >> bit) & 1U) != 0)
            sum = sum + element;
    }
    return sum;
}

/// Adds `weight` times a cipher (alpha first, then at least sum.betas.size() betas) to a sum.
template <group::Group G>
void add_scaled_vartime(VectorCiphertext<G>& sum, std::uint64_t weight,
                        std::span<const typename G::Element> cipher) {
    EVOTE_CHECK(cipher.size() > sum.betas.size());
    const auto scaled = [&](const typename G::Element& element) {
        return weight == 1 ? element : scale_vartime<G>(weight, element);
    };
    sum.alpha = sum.alpha + scaled(cipher[0]);
    for (std::size_t i = 0; i < sum.betas.size(); ++i)
        sum.betas[i] = sum.betas[i] + scaled(cipher[i + 1]);
}

/// Takes out what add_scaled_vartime added.
template <group::Group G>
void subtract_scaled_vartime(VectorCiphertext<G>& sum, std::uint64_t weight,
                             std::span<const typename G::Element> cipher) {
    VectorCiphertext<G> taken(sum.betas.size());
    add_scaled_vartime<G>(taken, weight, cipher);
    sum.alpha = sum.alpha - taken.alpha;
    for (std::size_t i = 0; i < sum.betas.size(); ++i)
        sum.betas[i] = sum.betas[i] - taken.betas[i];
}

/// Sums merge in any order.
template <group::Group G>
void merge(VectorCiphertext<G>& sum, const VectorCiphertext<G>& more) {
    EVOTE_CHECK(sum.betas.size() == more.betas.size());
    sum.alpha = sum.alpha + more.alpha;
    for (std::size_t i = 0; i < sum.betas.size(); ++i)
        sum.betas[i] = sum.betas[i] + more.betas[i];
}

/// Lagrange coefficients at 0 for distinct indices from 1 on (Shamir, CACM 1979): coefficient i is
/// the product over j != i of index_j / (index_j - index_i).
template <group::Group G>
std::vector<typename G::Scalar> lagrange_at_zero(std::span<const std::uint16_t> indices) {
    using Scalar = typename G::Scalar;
    std::vector<Scalar> out;
    for (const auto i : indices) {
        Scalar numerator = Scalar::from_u64(1);
        Scalar denominator = Scalar::from_u64(1);
        for (const auto j : indices) {
            if (j == i)
                continue;
            numerator = numerator * Scalar::from_u64(j);
            denominator = denominator * (Scalar::from_u64(j) - Scalar::from_u64(i));
        }
        out.push_back(numerator * denominator.invert());
    }
    return out;
}

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
// One proof that its maker knows the secrets of many points, folded by powers of the challenge
// (protocol.md section 3): with T = tau g and c the challenge, zeta = tau + sum_k c^k u_k, k
// from 1.
#pragma once

#include "base/secret.h"
#include "group/batch.h"
#include "proof/challenge.h"
#include "proof/exact_check.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace evote::proof {

/// c = Hs(label, context || points in their order || T), all encoded.
template <group::Group G>
typename G::Scalar possession_challenge(std::string_view label, ByteView context, ByteView points,
                                        ByteView commitment) {
    return hash_to_scalar<G>(label, {context, points, commitment});
}

/// zeta; ends the nonce tau. `secret(k)` gives the secret of point k, k from 0. Constant time in
/// nonce and secrets for groups that are.
template <group::Group G, class Secrets>
Secret<typename G::Scalar> possession_respond(Secret<typename G::Scalar>&& nonce,
                                              const typename G::Scalar& challenge,
                                              std::size_t count, Secrets secret) {
    const Secret<typename G::Scalar> used = std::move(nonce);
    Secret<typename G::Scalar> sum;
    for (std::size_t k = count; k-- > 0;)
        sum.expose() = (sum.expose() + secret(k)) * challenge;
    sum.expose() = sum.expose() + used.expose();
    return sum;
}

/// zeta g = T + sum_k c^k points[k - 1], added to a Combination or an ExactCheck, which takes
/// points and commitment.
template <group::Group G, class Sink, class Images>
void add_possession(Sink& sink, const Images& points, const typename Sink::Commitment& commitment,
                    const typename G::Scalar& challenge, const typename G::Scalar& response) {
    std::vector<typename G::Scalar> powers;
    powers.reserve(points.size());
    for (std::size_t k = 0; k < points.size(); ++k)
        powers.push_back(k == 0 ? challenge : powers.back() * challenge);
    possession_map(response, [&](std::size_t /*i*/, const auto&... terms) {
        sink.equation(commitment, points, std::span<const typename G::Scalar>(powers), terms...);
    });
}

/// The same, exactly.
template <group::Group G>
bool possession_holds_vartime(std::span<const typename G::Element> points,
                              const typename G::Element& commitment,
                              const typename G::Scalar& challenge,
                              const typename G::Scalar& response) {
    ExactCheck<G> check;
    add_possession<G>(check, points, commitment, challenge, response);
    return check.holds_vartime();
}

/// base^exponent.
template <group::Group G>
typename G::Scalar power_vartime(typename G::Scalar base, std::uint64_t exponent) {
    auto out = G::Scalar::from_u64(1);
    for (; exponent > 0; exponent >>= 1, base = base * base)
        if ((exponent & 1) != 0)
            out = out * base;
    return out;
}

/// The part of sum_k c^k points[k - 1] that belongs to `points`, of which `before` others come
/// first: of a list that is too long to be decoded as a whole. Parts may be made in any order and
/// by several threads; their sum is what possession_holds_vartime takes.
template <group::Group G>
typename G::Element possession_part_vartime(std::span<const typename G::Element> points,
                                            std::uint64_t before,
                                            const typename G::Scalar& challenge) {
    std::vector<typename G::Scalar> powers;
    powers.reserve(points.size());
    for (std::size_t k = 0; k < points.size(); ++k)
        powers.push_back(k == 0 ? power_vartime<G>(challenge, before + 1)
                                : powers.back() * challenge);
    return group::msm_vartime<G>(std::span<const typename G::Scalar>(powers), points);
}

/// The same statement as add_possession, exactly, from the sum of all parts.
template <group::Group G>
bool possession_holds_vartime(const typename G::Element& sum, const typename G::Element& commitment,
                              const typename G::Scalar& response) {
    ExactCheck<G> check;
    possession_map(response, [&](std::size_t /*i*/, const auto&... terms) {
        check.equation(commitment, sum, G::Scalar::from_u64(1), terms...);
    });
    return check.holds_vartime();
}

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
// One proof that its maker knows the secrets of many points, folded by powers of the challenge
// (protocol.md section 3): with T = tau g and c the challenge, zeta = tau + sum_k c^k u_k, k
// from 1.
#pragma once

#include "base/secret.h"
#include "proof/challenge.h"
#include "proof/exact_check.h"

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

} // namespace evote::proof

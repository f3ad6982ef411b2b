// SPDX-License-Identifier: Apache-2.0
// Proofs of equal discrete logarithms (Chaum and Pedersen, CRYPTO 1992), many with one base pair
// folded into one (protocol.md section 7): a trustee shows that every D_i is s_i alpha for the
// secret s_i of its public share key S_i = s_i g.
#pragma once

#include "base/secret.h"
#include "group/batch.h"
#include "proof/exact_check.h"

#include <span>
#include <vector>

namespace evote::proof {

/// sum m^i values[i], i from 0: secrets folded into one. Constant time for groups that are.
template <group::Group G>
Secret<typename G::Scalar> fold(const typename G::Scalar& m,
                                std::span<const typename G::Scalar> values) {
    Secret<typename G::Scalar> sum;
    for (std::size_t i = values.size(); i-- > 0;)
        sum.expose() = m * sum.expose() + values[i];
    return sum;
}

/// T_g = tau g and T_a = tau alpha.
template <group::Group G>
struct EqualityCommitments {
    typename G::Element on_generator;
    typename G::Element on_alpha;
};

/// Those of many proofs at once: one nonce for each alpha.
template <group::Group G>
std::vector<EqualityCommitments<G>>
equality_commit(std::span<const Secret<typename G::Scalar>> nonces,
                std::span<const typename G::Element> alphas) {
    SecretVector<typename G::Scalar> scalars;
    for (const auto& nonce : nonces)
        scalars.push_back(nonce.expose());
    std::vector<typename G::Element> on_alphas(alphas.size());
    group::mul_batch<G>(scalars.expose(), alphas, on_alphas);
    std::vector<EqualityCommitments<G>> out;
    for (std::size_t n = 0; n < alphas.size(); ++n)
        out.push_back({G::mul_generator(nonces[n].expose()), on_alphas[n]});
    return out;
}

/// tau + c * secret; ends the nonce.
template <group::Group G>
typename G::Scalar equality_respond(Secret<typename G::Scalar>&& nonce,
                                    const typename G::Scalar& challenge,
                                    const Secret<typename G::Scalar>& secret) {
    const Secret<typename G::Scalar> used = std::move(nonce);
    return used.expose() + challenge * secret.expose();
}

/// response g = T_g + c S and response alpha = T_a + c D, where S = sum m^i share_keys[i] and D =
/// sum m^i shares[i], i from 0; as many shares as keys. Added to a Combination or an ExactCheck,
/// which takes the points.
template <group::Group G, class Sink, class Keys, class Shares>
void add_equality(Sink& sink, const typename Sink::Image& alpha, const Keys& share_keys,
                  const Shares& shares, const typename G::Scalar& m,
                  const typename Sink::Commitment& on_generator,
                  const typename Sink::Commitment& on_alpha, const typename G::Scalar& challenge,
                  const typename G::Scalar& response) {
    std::vector<typename G::Scalar> factors;
    factors.reserve(shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i)
        factors.push_back(i == 0 ? challenge : factors.back() * m);
    const std::span<const typename G::Scalar> all(factors);
    equality_map(alpha, response, [&](std::size_t i, const auto&... terms) {
        if (i == 0)
            sink.equation(on_generator, share_keys, all, terms...);
        else
            sink.equation(on_alpha, shares, all, terms...);
    });
}

/// The same, exactly.
template <group::Group G>
bool equality_holds_vartime(const typename G::Element& alpha,
                            std::span<const typename G::Element> share_keys,
                            std::span<const typename G::Element> shares,
                            const typename G::Scalar& m, const EqualityCommitments<G>& commitments,
                            const typename G::Scalar& challenge,
                            const typename G::Scalar& response) {
    ExactCheck<G> check;
    add_equality<G>(check, alpha, share_keys, shares, m, commitments.on_generator,
                    commitments.on_alpha, challenge, response);
    return check.holds_vartime();
}

} // namespace evote::proof

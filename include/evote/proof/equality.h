// SPDX-License-Identifier: Apache-2.0
// Proofs of equal discrete logarithms (Chaum and Pedersen, CRYPTO 1992), many with one base pair
// folded into one (protocol.md section 7): a trustee shows that every D_i is s_i alpha for the
// secret s_i of its public share key S_i = s_i g.
#pragma once

#include "evote/base/secret.h"
#include "evote/group/batch.h"

#include <span>

namespace evote {

/// sum m^i values[i], i from 0.
template <Group G>
typename G::Element fold_vartime(const typename G::Scalar& m,
                                 std::span<const typename G::Element> values) {
    typename G::Element sum;
    for (std::size_t i = values.size(); i-- > 0;)
        sum = m * sum + values[i];
    return sum;
}

/// The same for secrets; constant time for groups that are.
template <Group G>
Secret<typename G::Scalar> fold(const typename G::Scalar& m,
                                std::span<const typename G::Scalar> values) {
    Secret<typename G::Scalar> sum;
    for (std::size_t i = values.size(); i-- > 0;)
        sum.expose() = m * sum.expose() + values[i];
    return sum;
}

/// T_g = tau g and T_a = tau alpha.
template <Group G>
struct EqualityCommitments {
    typename G::Element on_generator;
    typename G::Element on_alpha;
};

template <Group G>
EqualityCommitments<G> equality_commit(const Secret<typename G::Scalar>& nonce,
                                       const typename G::Element& alpha) {
    return {G::mul_generator(nonce.expose()), nonce.expose() * alpha};
}

/// tau + c * secret; ends the nonce.
template <Group G>
typename G::Scalar equality_respond(Secret<typename G::Scalar>&& nonce,
                                    const typename G::Scalar& challenge,
                                    const Secret<typename G::Scalar>& secret) {
    const Secret<typename G::Scalar> used = std::move(nonce);
    return used.expose() + challenge * secret.expose();
}

/// response g = T_g + c S and response alpha = T_a + c D.
template <Group G>
bool equality_holds(const typename G::Element& alpha, const typename G::Element& share_key,
                    const typename G::Element& share, const EqualityCommitments<G>& commitments,
                    const typename G::Scalar& challenge, const typename G::Scalar& response) {
    return G::mul_generator(response) == commitments.on_generator + challenge * share_key &&
           response * alpha == commitments.on_alpha + challenge * share;
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/base/check.h"
#include "evote/proof/ballot_check.h"

namespace evote::proof {

template <group::Group G>
bool credential_holds(const BallotValues<G>& ballot, const Challenges<G>& challenges) {
    return G::mul_generator(ballot.z_credential) ==
           challenges.x * ballot.credential + ballot.credential_commitment;
}

template <group::Group G>
bool encryption_holds(const BallotShape& shape, const CheckBases<G>& bases,
                      const BallotValues<G>& ballot, const Challenges<G>& challenges) {
    // What is multiplied: first the key of each element by z, where alpha has none, then the cipher
    // by x. As the response at alpha is z itself, its equation looks like all others then.
    const std::size_t n = shape.elements();
    std::vector<typename G::Scalar> scalars(n);
    std::vector<typename G::Element> products(n);
    for (const auto& part : shape.contests())
        for (std::size_t i = 1; i <= part.shape->bits; ++i) {
            scalars[part.element + i] = ballot.responses[part.element];
            products[part.element + i] = bases.keys[i - 1];
        }
    scalars.insert(scalars.end(), n, challenges.x);
    products.insert(products.end(), ballot.cipher.begin(), ballot.cipher.end());
    group::mul_batch<G>(scalars, products, products);
    bool holds = true;
    for (std::size_t at = 0; at < n; ++at)
        holds &= products[at] + G::mul_generator(ballot.responses[at]) ==
                 products[n + at] + ballot.first[at];
    return holds;
}

template <group::Group G>
bool rules_hold(const BallotShape& shape, const BallotValues<G>& ballot,
                const Challenges<G>& challenges) {
    for (const auto& part : shape.contests())
        for (std::size_t rule = 0; rule < part.shape->rules.size(); ++rule) {
            const auto& [coefficients, max] = part.shape->rules[rule];
            typename G::Scalar sum;
            for (std::size_t i = 0; i < part.shape->bits; ++i) {
                const auto& f = ballot.responses[part.element + 1 + i];
                // Most coefficients are 0, 1 or -1.
                if (coefficients[i] == 1)
                    sum = sum + f;
                else if (coefficients[i] == -1)
                    sum = sum - f;
                else if (coefficients[i] != 0)
                    sum = sum + group::scalar_from_int<G>(coefficients[i]) * f;
            }
            if (!(sum ==
                  challenges.x * group::scalar_from_int<G>(max) + ballot.masks[part.mask + rule]))
                return false;
        }
    return true;
}

template <group::Group G>
typename G::Scalar bit_polynomial(const BallotShape& shape,
                                  std::span<const typename G::Scalar> responses,
                                  const Challenges<G>& challenges) {
    // Horner from the last bit: one multiplication by y for each bit.
    typename G::Scalar sum;
    const auto contests = shape.contests();
    for (auto part = contests.rbegin(); part != contests.rend(); ++part)
        for (std::size_t i = part->shape->bits; i-- > 0;) {
            const auto& f = responses[part->element + 1 + i];
            sum = sum * challenges.y + f * (challenges.x - f);
        }
    return sum;
}

template <group::Group G>
bool bits_hold(const BallotShape& shape, const CheckBases<G>& bases, const BallotValues<G>& ballot,
               const Challenges<G>& challenges) {
    return G::mul_generator(bit_polynomial<G>(shape, ballot.responses, challenges)) +
               ballot.z_d * bases.pedersen ==
           ballot.d0 + challenges.x * ballot.d1;
}

template <group::Group G>
void add_to_combination(const BallotShape& shape, std::span<const typename G::Scalar> responses,
                        const typename G::Scalar& z_d, const typename G::Scalar& z_credential,
                        const Challenges<G>& challenges, std::span<const group::Weight> weights,
                        FixedPart<G>& fixed, std::span<typename G::Scalar> scalars) {
    const std::size_t elements = shape.elements();
    EVOTE_CHECK(weights.size() == elements + 2 && scalars.size() == elements + 2);
    for (const auto& part : shape.contests()) {
        const auto& z = responses[part.element];
        for (std::size_t i = 0; i <= part.shape->bits; ++i) {
            const std::size_t at = part.element + i;
            // i = 0 is z g = x alpha + A_0; the others are z h_i + f_i g = x beta_i + A_i.
            fixed.generator.add(weights[at], responses[at]);
            if (i > 0)
                fixed.keys[i - 1].add(weights[at], z);
        }
    }
    fixed.generator.add(weights[elements], z_credential);
    fixed.generator.add(weights[elements + 1], bit_polynomial<G>(shape, responses, challenges));
    fixed.pedersen.add(weights[elements + 1], z_d);
    for (std::size_t at = 0; at < weights.size(); ++at)
        scalars[at] = weights[at] * challenges.x;
}

template <group::Group G>
typename G::Element fixed_sum_vartime(const FixedPart<G>& fixed, const CheckBases<G>& bases) {
    EVOTE_CHECK(fixed.keys.size() == bases.keys.size());
    std::vector<typename G::Scalar> scalars;
    for (const auto& key : fixed.keys)
        scalars.push_back(key.value());
    std::vector<typename G::Element> elements(bases.keys.begin(), bases.keys.end());
    scalars.push_back(fixed.generator.value());
    elements.push_back(G::generator());
    scalars.push_back(fixed.pedersen.value());
    elements.push_back(bases.pedersen);
    return group::msm_vartime<G>(scalars, elements);
}

} // namespace evote::proof

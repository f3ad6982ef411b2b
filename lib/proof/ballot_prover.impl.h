// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/base/check.h"
#include "evote/proof/ballot_prover.h"

#include <algorithm>

namespace evote::proof {

template <group::Group G>
BallotProver<G>::BallotProver(const Bases<G>& bases, const BallotShape& shape, std::size_t n)
    : bases_(bases),
      shape_(shape),
      n_(n),
      half_(G::Scalar::from_u64(2).invert()),
      half_generator_(half_ * G::generator()),
      halves_(n),
      other_halves_(n) {
    for (const auto& part : shape.contests())
        EVOTE_CHECK(part.shape->bits <= bases.keys.size());
}

template <group::Group G>
auto BallotProver<G>::halve(std::span<const Scalar> scalars, SecretVector<Scalar>& halves)
    -> std::span<const Scalar> {
    std::ranges::transform(scalars, halves.expose().begin(),
                           [&](const Scalar& scalar) { return scalar * half_; });
    return halves.expose();
}

template <group::Group G>
void BallotProver<G>::encrypt(const BallotWitness<G>& witness, std::span<Element> cipher) {
    EVOTE_CHECK(cipher.size() == shape_.elements() * n_);
    std::size_t contest = 0;
    for (const auto& part : shape_.contests()) {
        const auto r = halve(witness.randomness.expose().subspan(contest++ * n_, n_), halves_);
        bases_.generator.mul_batch(r, cipher.subspan(part.element * n_, n_));
        for (std::size_t i = 0; i < part.shape->bits; ++i) {
            const auto bits = witness.bits.expose().subspan((part.bit + i) * n_, n_);
            const auto beta = cipher.subspan((part.element + 1 + i) * n_, n_);
            for (std::size_t k = 0; k < n_; ++k)
                beta[k] = Element::select(bits[k], Element(), half_generator_);
            bases_.keys[i].mul_add_batch(r, beta);
        }
    }
}

template <group::Group G>
void BallotProver<G>::commit(const BallotNonces<G>& nonces, std::span<Element> first,
                             std::span<Scalar> masks, std::span<Element> credential_commitments) {
    EVOTE_CHECK(first.size() == shape_.elements() * n_ && masks.size() == shape_.masks() * n_);
    const auto a = nonces.a.expose();
    std::size_t contest = 0;
    for (const auto& part : shape_.contests()) {
        const auto s = halve(nonces.s.expose().subspan(contest++ * n_, n_), halves_);
        bases_.generator.mul_batch(s, first.subspan(part.element * n_, n_));
        for (std::size_t i = 0; i < part.shape->bits; ++i) {
            const auto out = first.subspan((part.element + 1 + i) * n_, n_);
            bases_.keys[i].mul_batch(s, out);
            bases_.generator.mul_add_batch(halve(a.subspan((part.bit + i) * n_, n_), other_halves_),
                                           out);
        }
        for (std::size_t rule = 0; rule < part.shape->rules.size(); ++rule) {
            const auto mask = masks.subspan((part.mask + rule) * n_, n_);
            std::ranges::fill(mask, Scalar());
            const auto& coefficients = part.shape->rules[rule].coefficients;
            for (std::size_t i = 0; i < part.shape->bits; ++i) {
                if (coefficients[i] == 0)
                    continue;
                const Scalar coefficient = group::scalar_from_int<G>(coefficients[i]);
                for (std::size_t k = 0; k < n_; ++k)
                    mask[k] = mask[k] + coefficient * a[(part.bit + i) * n_ + k];
            }
        }
    }
    bases_.generator.mul_batch(halve(nonces.kappa.expose(), halves_), credential_commitments);
}

template <group::Group G>
void BallotProver<G>::commit_bits(const BallotWitness<G>& witness, const BallotNonces<G>& nonces,
                                  std::span<const Scalar> y, std::span<Element> bit_commitments) {
    EVOTE_CHECK(bit_commitments.size() == 2 * n_);
    const auto a = nonces.a.expose();
    const auto v = witness.bits.expose();
    SecretVector<Scalar> e0(n_); // -sum y^j a_j^2
    SecretVector<Scalar> e1(n_); // sum y^j a_j (1 - 2 v_j)
    for (std::size_t k = 0; k < n_; ++k) {
        Scalar power = Scalar::from_u64(1);
        for (std::size_t j = 0; j < shape_.bits(); ++j) {
            const std::size_t at = j * n_ + k;
            const Scalar weighted = power * a[at];
            e0.expose()[k] = e0.expose()[k] - weighted * a[at];
            e1.expose()[k] = e1.expose()[k] + Scalar::select(v[at], weighted, -weighted);
            power = power * y[k];
        }
    }
    const auto blind = [&](const SecretVector<Scalar>& value, const SecretVector<Scalar>& nonce,
                           std::span<Element> out) {
        bases_.generator.mul_batch(halve(value.expose(), halves_), out);
        bases_.pedersen.mul_add_batch(halve(nonce.expose(), halves_), out);
    };
    blind(e0, nonces.d0, bit_commitments.first(n_));
    blind(e1, nonces.d1, bit_commitments.last(n_));
}

template <group::Group G>
void BallotProver<G>::respond(const BallotWitness<G>& witness, BallotNonces<G>&& nonces,
                              std::span<const Scalar> x, std::span<Scalar> responses) {
    EVOTE_CHECK(x.size() == n_ && responses.size() == (shape_.elements() + 2) * n_);
    const BallotNonces<G> used = std::move(nonces);
    const auto r = witness.randomness.expose();
    const auto v = witness.bits.expose();
    std::size_t contest = 0;
    for (const auto& part : shape_.contests()) {
        const auto z = responses.subspan(part.element * n_, n_);
        for (std::size_t k = 0; k < n_; ++k)
            z[k] = r[contest * n_ + k] * x[k] + used.s.expose()[contest * n_ + k];
        for (std::size_t i = 0; i < part.shape->bits; ++i)
            for (std::size_t k = 0; k < n_; ++k) {
                const std::size_t at = (part.bit + i) * n_ + k;
                responses[(part.element + 1 + i) * n_ + k] =
                    Scalar::select(v[at], Scalar(), x[k]) + used.a.expose()[at];
            }
        ++contest;
    }
    const auto z_d = responses.subspan(shape_.elements() * n_, n_);
    const auto z_credential = responses.subspan((shape_.elements() + 1) * n_, n_);
    for (std::size_t k = 0; k < n_; ++k) {
        z_d[k] = used.d0.expose()[k] + x[k] * used.d1.expose()[k];
        z_credential[k] = used.kappa.expose()[k] + x[k] * witness.credential.expose()[k];
    }
}

} // namespace evote::proof

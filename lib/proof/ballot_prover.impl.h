// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/check.h"
#include "proof/ballot_prover.h"

#include <algorithm>

namespace evote::proof {

template <group::Group G>
BallotProver<G>::BallotProver(const BaseTables<G>& bases, const BallotShape& shape, std::size_t n)
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
auto BallotProver<G>::halve(std::span<const Scalar> scalars, SecretVector<Scalar>& halves) const
    -> HalvedRow {
    std::transform(scalars.begin(), scalars.end(), halves.expose().begin(),
                   [&](const Scalar& scalar) { return scalar * half_; });
    return {halves.expose()};
}

template <group::Group G>
void BallotProver<G>::set(std::span<Element> out, const AtGenerator<HalvedRow>& term) const {
    bases_.generator.mul_batch(term.value.halves, out);
}

template <group::Group G>
void BallotProver<G>::set(std::span<Element> out, const AtGenerator<BitRow>& term) const {
    for (std::size_t k = 0; k < n_; ++k)
        out[k] = Element::select(term.value.bits[k], Element(), half_generator_);
}

template <group::Group G>
void BallotProver<G>::add(std::span<Element> out, const AtKey<HalvedRow>& term) const {
    bases_.keys[term.key].mul_add_batch(term.value.halves, out);
}

template <group::Group G>
void BallotProver<G>::add(std::span<Element> out, const AtPedersen<HalvedRow>& term) const {
    bases_.pedersen.mul_add_batch(term.value.halves, out);
}

// Randomness and bits of one contest.
template <group::Group G>
struct BallotProver<G>::CipherValues {
    HalvedRow r;
    std::span<const std::uint8_t> bits;
    std::size_t n;

    HalvedRow randomness() const { return r; }

    BitRow bit(std::size_t i) const { return {bits.subspan(i * n, n)}; }
};

template <group::Group G>
void BallotProver<G>::encrypt(const BallotWitness<G>& witness, std::span<Element> cipher) {
    EVOTE_CHECK(cipher.size() == shape_.elements() * n_);
    std::size_t contest = 0;
    for (const auto& part : shape_.contests()) {
        const CipherValues values{
            halve(witness.randomness.expose().subspan(contest++ * n_, n_), halves_),
            witness.bits.expose().subspan(part.bit * n_), n_};
        encryption_map(part.shape->bits, values, [&](std::size_t i, const auto&... terms) {
            evaluate(row(cipher, part.element + i), terms...);
        });
    }
}

// Nonces of one contest. bit() is used before the next one is asked for.
template <group::Group G>
struct BallotProver<G>::NonceValues {
    const BallotProver& prover;
    HalvedRow s;
    std::span<const Scalar> a;

    HalvedRow randomness() const { return s; }

    HalvedRow bit(std::size_t i) const {
        return prover.halve(a.subspan(i * prover.n_, prover.n_), prover.other_halves_);
    }
};

template <group::Group G>
void BallotProver<G>::commit(const BallotNonces<G>& nonces,
                             std::span<Element> encryption_commitments, std::span<Scalar> masks,
                             std::span<Element> credential_commitments) {
    EVOTE_CHECK(encryption_commitments.size() == shape_.elements() * n_ &&
                masks.size() == shape_.masks() * n_);
    std::size_t contest = 0;
    for (const auto& part : shape_.contests()) {
        const auto a = nonces.a.expose().subspan(part.bit * n_);
        const NonceValues values{*this,
                                 halve(nonces.s.expose().subspan(contest++ * n_, n_), halves_), a};
        encryption_map(part.shape->bits, values, [&](std::size_t i, const auto&... terms) {
            evaluate(row(encryption_commitments, part.element + i), terms...);
        });
        for (std::size_t rule = 0; rule < part.shape->rules.size(); ++rule)
            for (std::size_t k = 0; k < n_; ++k)
                masks[(part.mask + rule) * n_ + k] = rule_map<G>(
                    part.shape->rules[rule], [&](std::size_t i) -> const auto& {
                        return a[i * n_ + k];
                    });
    }
    possession_map(halve(nonces.kappa.expose(), halves_),
                   [&](std::size_t /*i*/, const auto&... terms) {
                       evaluate(credential_commitments, terms...);
                   });
}

template <group::Group G>
void BallotProver<G>::commit_bits(const BallotWitness<G>& witness, const BallotNonces<G>& nonces,
                                  std::span<const Scalar> y, std::span<Element> bit_commitments) {
    EVOTE_CHECK(bit_commitments.size() == 2 * n_);
    const auto a = nonces.a.expose();
    const auto v = witness.bits.expose();
    SecretVector<Scalar> e0(n_);
    SecretVector<Scalar> e1(n_);
    for (std::size_t k = 0; k < n_; ++k) {
        const auto coefficients = bit_coefficients<G>(
            shape_.bits(), y[k], [&](std::size_t j) -> const auto& { return a[j * n_ + k]; },
            [&](std::size_t j) { return v[j * n_ + k]; });
        e0.expose()[k] = coefficients.e0;
        e1.expose()[k] = coefficients.e1;
    }
    const auto blind = [&](const SecretVector<Scalar>& value, const SecretVector<Scalar>& nonce,
                           std::span<Element> out) {
        blinded_map(halve(value.expose(), halves_), halve(nonce.expose(), other_halves_),
                    [&](std::size_t /*i*/, const auto&... terms) { evaluate(out, terms...); });
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

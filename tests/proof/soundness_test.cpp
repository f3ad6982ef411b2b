// SPDX-License-Identifier: Apache-2.0
// Exhaustive soundness: for every statement, true or false, how many challenges any prover can
// answer. The challenges are injected; the numbers must be those of protocol.md section 8.
#include "group/batch.impl.h"
#include "proof/ballot_proof.h"
#include "proof/exact_check.impl.h"
#include "support/exponent_group.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;

namespace {

template <std::uint32_t Order>
struct Forger {
    using G = ExponentGroup<Order>;
    using Scalar = typename G::Scalar;
    using Element = typename G::Element;

    // Two bits whose sum must be 1.
    const BallotShape shape{
        std::vector{std::make_shared<const ContestShape>(ContestShape{2, 2, {{{1, 1}, 1}}})}};
    const std::vector<Element> keys{Scalar::of(3) * G::generator(), Scalar::of(5) * G::generator()};
    const Bases<G> bases{G::blinding(), keys};

    // r, s and a of an honest looking prover; v may be anything.
    Scalar r = Scalar::of(2);
    Scalar s = Scalar::of(4);
    std::vector<Scalar> a{Scalar::of(1), Scalar::of(6)};

    std::vector<Element> cipher(const std::vector<Scalar>& v) const {
        return {r * G::generator(), r * keys[0] + v[0] * G::generator(),
                r * keys[1] + v[1] * G::generator()};
    }

    std::vector<Element> first() const {
        return {s * G::generator(), s * keys[0] + a[0] * G::generator(),
                s * keys[1] + a[1] * G::generator()};
    }

    std::vector<Scalar> responses(const std::vector<Scalar>& v, const Scalar& x) const {
        return {r * x + s, v[0] * x + a[0], v[1] * x + a[1]};
    }

    // The number of x for which (B) can be answered, for the best D_0, D_1 chosen after y.
    std::uint32_t accepted_bits(const std::vector<Scalar>& v, const Scalar& y) const {
        std::uint32_t best = 0;
        for (std::uint32_t d = 0; d < Order * Order; ++d) {
            std::uint32_t count = 0;
            for (std::uint32_t x = 0; x < Order; ++x) {
                const auto f = responses(v, Scalar::of(x));
                BallotElements<G> points{};
                points.d0 = {Scalar::of(d / Order), Scalar()};
                points.d1 = {Scalar::of(d % Order), Scalar()};
                BallotScalars<G> scalars{};
                scalars.responses = f;
                count += bits_hold_vartime<G>(shape, bases, points, scalars, {y, Scalar::of(x)})
                             ? 1U
                             : 0U;
            }
            best = std::max(best, count);
        }
        return best;
    }

    // The number of x for which (L) can be answered, for the best mask.
    std::uint32_t accepted_rule(const std::vector<Scalar>& v) const {
        std::uint32_t best = 0;
        for (std::uint32_t mask = 0; mask < Order; ++mask) {
            std::uint32_t count = 0;
            const std::vector<Scalar> masks{Scalar::of(mask)};
            for (std::uint32_t x = 0; x < Order; ++x) {
                const auto f = responses(v, Scalar::of(x));
                BallotScalars<G> scalars{};
                scalars.masks = masks;
                scalars.responses = f;
                count += rules_hold_vartime<G>(shape, scalars, {Scalar(), Scalar::of(x)}) ? 1U : 0U;
            }
            best = std::max(best, count);
        }
        return best;
    }
};

template <std::uint32_t Order>
void count_forged_bits() {
    const Forger<Order> forger;
    using Scalar = typename Forger<Order>::Scalar;
    for (std::uint32_t v0 = 0; v0 < Order; ++v0)
        for (std::uint32_t v1 = 0; v1 < Order; ++v1) {
            const std::vector<Scalar> v{Scalar::of(v0), Scalar::of(v1)};
            std::uint32_t accepted = 0;
            std::uint32_t roots = 0;
            for (std::uint32_t y = 0; y < Order; ++y) {
                const Scalar falsehood =
                    v[0] * (Scalar::of(1) - v[0]) + Scalar::of(y) * v[1] * (Scalar::of(1) - v[1]);
                roots += falsehood.is_zero() ? 1U : 0U;
                accepted += forger.accepted_bits(v, Scalar::of(y));
            }
            REQUIRE(accepted == roots * Order + (Order - roots) * 2);
            // True statements, and only they, pass for every challenge.
            REQUIRE((accepted == Order * Order) == (v0 <= 1 && v1 <= 1));
        }
}

template <std::uint32_t Order>
void count_forged_rules() {
    const Forger<Order> forger;
    using Scalar = typename Forger<Order>::Scalar;
    for (std::uint32_t v0 = 0; v0 < Order; ++v0)
        for (std::uint32_t v1 = 0; v1 < Order; ++v1) {
            const bool kept = (v0 + v1) % Order == 1;
            REQUIRE(forger.accepted_rule({Scalar::of(v0), Scalar::of(v1)}) == (kept ? Order : 1));
        }
}

} // namespace

TEST_CASE("exhaustive forgeries of false bits are as many as theory says") {
    count_forged_bits<5>();
    count_forged_bits<7>();
    count_forged_bits<13>();
}

TEST_CASE("exhaustive forgeries of broken rules are one challenge each") {
    count_forged_rules<5>();
    count_forged_rules<13>();
}

TEST_CASE("exhaustive responses are unique") {
    using F = Forger<7>;
    using Scalar = F::Scalar;
    const F forger;
    const std::vector<Scalar> v{Scalar::of(1), Scalar::of(0)};
    const auto cipher = forger.cipher(v);
    const auto first = forger.first();
    for (std::uint32_t x = 0; x < 7; ++x) {
        std::uint32_t accepted = 0;
        for (std::uint32_t all = 0; all < 7 * 7 * 7; ++all) {
            const std::vector<Scalar> responses{Scalar::of(all), Scalar::of(all / 7),
                                                Scalar::of(all / 49)};
            BallotElements<F::G> points{};
            points.cipher = cipher;
            points.encryption_commitments = first;
            BallotScalars<F::G> scalars{};
            scalars.responses = responses;
            if (!encryption_holds_vartime<F::G>(forger.shape, forger.bases, points, scalars,
                                                {Scalar(), Scalar::of(x)}))
                continue;
            ++accepted;
            REQUIRE(responses == forger.responses(v, Scalar::of(x)));
        }
        REQUIRE(accepted == 1);
    }
}

TEST_CASE("exhaustive credential proofs answer one challenge without the secret") {
    using G = ExponentGroup<13>;
    using Scalar = G::Scalar;
    // A credential with a part in p: its owner knows no multiple of g that it is.
    const G::Element credential{Scalar::of(4), Scalar::of(1)};
    std::size_t best = 0;
    for (std::uint32_t c = 0; c < 13 * 13; ++c) {
        std::size_t count = 0;
        for (std::uint32_t x = 0; x < 13; ++x)
            for (std::uint32_t z = 0; z < 13; ++z) {
                BallotElements<G> points{};
                points.credential = credential;
                points.credential_commitment = {Scalar::of(c / 13), Scalar::of(c % 13)};
                BallotScalars<G> scalars{};
                scalars.z_credential = Scalar::of(z);
                count += credential_holds_vartime<G>(points, scalars, {Scalar(), Scalar::of(x)})
                             ? 1U
                             : 0U;
            }
        best = std::max(best, count);
    }
    CHECK(best == 1);
}

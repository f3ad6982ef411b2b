// SPDX-License-Identifier: Apache-2.0
// The laws of a group as group/group.h states them, for any group.
#pragma once

#include "group/batch.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <vector>

namespace evote {

template <Group G>
void check_element_laws(const typename G::Element& p, const typename G::Element& q) {
    const typename G::Element identity;
    CHECK(p + q == q + p);
    CHECK(p + identity == p);
    CHECK((p - p).is_identity());
    CHECK(p - q == p + -q);
    CHECK(-(-p) == p);
    CHECK((p == q) == (p.encode() == q.encode()));
    CHECK((p - q).is_identity() == (p == q));
    CHECK(G::Element::select(0, p, q) == p);
    CHECK(G::Element::select(1, p, q) == q);
    const auto decoded = G::Element::decode(p.encode());
    REQUIRE(decoded.has_value());
    CHECK(*decoded == p);
    // order * p, without naming the order.
    CHECK((-G::Scalar::from_u64(1) * p + p).is_identity());
}

template <Group G>
void check_associativity(const typename G::Element& p, const typename G::Element& q,
                         const typename G::Element& r) {
    CHECK((p + q) + r == p + (q + r));
}

template <Group G>
void check_scalar_laws(const typename G::Scalar& a, const typename G::Scalar& b) {
    using Scalar = typename G::Scalar;
    CHECK(a + b == b + a);
    CHECK(a * b == b * a);
    CHECK(a - b == a + -b);
    CHECK((a - a).is_zero());
    CHECK(a + Scalar() == a);
    CHECK(a * Scalar::from_u64(1) == a);
    CHECK(a * (b + b) == a * b + a * b);
    CHECK((a == b) == (a.encode() == b.encode()));
    CHECK(a * a.invert() == (a.is_zero() ? Scalar() : Scalar::from_u64(1)));
    CHECK(Scalar::select(0, a, b) == a);
    CHECK(Scalar::select(1, a, b) == b);
    const auto decoded = Scalar::decode(a.encode());
    REQUIRE(decoded.has_value());
    CHECK(*decoded == a);
}

template <Group G>
void check_multiplication_laws(const typename G::Scalar& a, const typename G::Scalar& b,
                               const typename G::Element& p, const typename G::Element& q) {
    CHECK((a + b) * p == a * p + b * p);
    CHECK(a * (p + q) == a * p + a * q);
    CHECK((a * b) * p == a * (b * p));
    CHECK(a * G::generator() == G::mul_generator(a));
    CHECK((typename G::Scalar() * p).is_identity());
    CHECK(G::Scalar::from_u64(1) * p == p);
    CHECK((a * p).is_identity() == (a.is_zero() || p.is_identity()));
}

/// The weight as a scalar.
template <Group G>
typename G::Scalar weight_as_scalar(const Weight& weight) {
    const auto half = G::Scalar::from_u64(std::uint64_t{1} << 32);
    return G::Scalar::from_u64(weight.low) + half * half * G::Scalar::from_u64(weight.high);
}

/// Weights times scalars, one by one and summed.
template <Group G>
void check_weights(const std::vector<typename G::Scalar>& scalars) {
    const Weight weights[] = {
        {0, 0}, {1, 0}, {0, 1}, {0x9e3779b97f4a7c15, 0xd1342543de82ef95}, {~0ULL, ~0ULL}};
    typename G::Scalar expected;
    typename G::WeightedSum sum;
    CHECK(sum.value() == expected);
    for (const auto& weight : weights)
        for (const auto& a : scalars) {
            const auto product = weight_as_scalar<G>(weight) * a;
            CHECK(weight * a == product);
            expected = expected + product;
            sum.add(weight, a);
            CHECK(sum.value() == expected);
        }
}

/// The batch operations against single ones; as many scalars as elements.
template <Group G>
void check_batches(const std::vector<typename G::Scalar>& scalars,
                   const std::vector<typename G::Element>& elements) {
    using Element = typename G::Element;
    constexpr std::size_t size = Element::encoded_size;
    const std::size_t n = elements.size();
    Bytes encodings(n * size);
    Bytes doubles(n * size);
    encode_batch<G>(elements, encodings);
    encode_doubles_batch<G>(elements, doubles);
    Bytes expected;
    Bytes expected_doubles;
    Element sum;
    Element weighted;
    std::vector<Weight> weights;
    for (std::size_t i = 0; i < n; ++i) {
        append(expected, elements[i].encode());
        append(expected_doubles, (elements[i] + elements[i]).encode());
        sum = sum + scalars[i] * elements[i];
        weights.push_back({i * 0x9e3779b97f4a7c15, ~i * 0xd1342543de82ef95});
        weighted = weighted + weight_as_scalar<G>(weights[i]) * elements[i];
    }
    CHECK(encodings == expected);
    CHECK(doubles == expected_doubles);
    CHECK(msm_vartime<G>(std::span(scalars), std::span(elements)) == sum);
    CHECK(msm_vartime<G>(std::span<const Weight>(weights), std::span(elements)) == weighted);

    std::vector<Element> decoded(n);
    Bytes valid(n);
    CHECK(decode_batch_vartime<G>(encodings, decoded, valid));
    CHECK(valid == Bytes(n, 1));
    CHECK(decoded == elements);

    std::vector<Element> products(n);
    mul_batch<G>(scalars, elements, products);
    for (std::size_t i = 0; i < n; ++i)
        CHECK(products[i] == scalars[i] * elements[i]);

    const FixedBase<G> base(elements.front());
    std::vector<Element> multiples(n);
    base.mul_batch(scalars, multiples);
    for (std::size_t i = 0; i < n; ++i) {
        CHECK(multiples[i] == scalars[i] * elements.front());
        CHECK(base.mul(scalars[i]) == multiples[i]);
    }
    auto sums = elements;
    base.mul_add_batch(scalars, sums);
    for (std::size_t i = 0; i < n; ++i)
        CHECK(sums[i] == elements[i] + multiples[i]);
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// ristretto255 against libsodium on random and extreme inputs.
#include "group/ristretto255.h"
#include "group/support.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <sodium.h>

using namespace evote;
using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

namespace {

Element random_element(Random& random) {
    return Element::from_uniform(random_bytes<64>(random));
}

std::vector<Scalar> scalars(std::size_t count, Random& random) {
    const auto one = Scalar::from_u64(1);
    auto power = Scalar::from_u64(std::uint64_t{1} << 63);
    power = power * power * power * power; // 2^252
    std::vector<Scalar> list{Scalar(), one, -one, -one - one, power, power - one, power + one};
    while (list.size() < count)
        list.push_back(random_scalar<Ristretto255>(random));
    return list;
}

/// libsodium refuses to return the identity; then all zeros.
ByteArray<32> sodium_multiple(const Scalar& scalar, const Element& element) {
    ByteArray<32> out{};
    if (crypto_scalarmult_ristretto255(out.data(), scalar.encode().data(),
                                       element.encode().data()) != 0)
        return {};
    return out;
}

ByteArray<32> sodium_multiple_of_generator(const Scalar& scalar) {
    ByteArray<32> out{};
    if (crypto_scalarmult_ristretto255_base(out.data(), scalar.encode().data()) != 0)
        return {};
    return out;
}

} // namespace

TEST_CASE("libsodium decodes the same encodings") {
    SeededRandom random(bytes_of("decode"));
    std::vector<ByteArray<32>> encodings;
    for (int i = 0; i < 4000; ++i) {
        auto bytes = random_bytes<32>(random);
        if (i % 4 != 0)
            bytes[31] &= std::uint8_t{0x7f};
        if (i % 4 > 1)
            bytes[0] &= std::uint8_t{0xfe};
        encodings.push_back(bytes);
    }
    for (int low = 0; low < 256; ++low) // around 0, p and 2^256
        for (const unsigned high : {0x00U, 0x7fU, 0x80U, 0xffU}) {
            ByteArray<32> bytes{};
            bytes.fill(high == 0x00 || high == 0x80 ? 0x00 : 0xff);
            bytes[0] = static_cast<std::uint8_t>(low);
            bytes[31] = static_cast<std::uint8_t>(high);
            encodings.push_back(bytes);
        }
    std::size_t valid = 0;
    for (const auto& bytes : encodings) {
        INFO(hex_encode(bytes));
        const auto element = Element::decode(bytes);
        // libsodium 1.0.18 ignores bit 255; RFC 9496 requires it to be zero.
        const bool expected =
            bytes[31] < 0x80 && crypto_core_ristretto255_is_valid_point(bytes.data()) == 1;
        CHECK(element.has_value() == expected);
        if (element) {
            CHECK(element->encode() == bytes);
            ++valid;
        }
    }
    CHECK(valid > 300);
}

TEST_CASE("libsodium adds and subtracts the same elements") {
    SeededRandom random(bytes_of("add"));
    for (int i = 0; i < 1000; ++i) {
        const auto p = i % 100 == 0 ? Element() : random_element(random);
        const auto q = i % 100 == 1 ? p : random_element(random);
        ByteArray<32> sum{};
        ByteArray<32> difference{};
        REQUIRE(crypto_core_ristretto255_add(sum.data(), p.encode().data(), q.encode().data()) ==
                0);
        REQUIRE(crypto_core_ristretto255_sub(difference.data(), p.encode().data(),
                                             q.encode().data()) == 0);
        CHECK((p + q).encode() == sum);
        CHECK((p - q).encode() == difference);
    }
}

TEST_CASE("libsodium maps the same bytes to the same elements") {
    SeededRandom random(bytes_of("map"));
    std::vector<ByteArray<64>> inputs(2);
    inputs[1].fill(0xff);
    while (inputs.size() < 2000)
        inputs.push_back(random_bytes<64>(random));
    for (const auto& input : inputs) {
        ByteArray<32> expected{};
        crypto_core_ristretto255_from_hash(expected.data(), input.data());
        CHECK(Element::from_uniform(input).encode() == expected);
    }
}

TEST_CASE("libsodium multiplies elements alike") {
    SeededRandom random(bytes_of("multiply"));
    const auto list = scalars(500, random);
    std::vector<Element> elements;
    while (elements.size() < list.size())
        elements.push_back(random_element(random));
    std::vector<Element> products(list.size());
    mul_batch<Ristretto255>(list, elements, products);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto expected = sodium_multiple(list[i], elements[i]);
        CHECK(products[i].encode() == expected);
        CHECK((list[i] * elements[i]).encode() == expected);
        CHECK((list[i] * Element()).is_identity());
    }
}

TEST_CASE("libsodium multiplies the generator alike") {
    SeededRandom random(bytes_of("generator"));
    const auto list = scalars(2000, random);
    std::vector<Element> multiples(list.size());
    FixedBase<Ristretto255>(Ristretto255::generator()).mul_batch(list, multiples);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto expected = sodium_multiple_of_generator(list[i]);
        CHECK(Ristretto255::mul_generator(list[i]).encode() == expected);
        CHECK(multiples[i].encode() == expected);
    }
}

TEST_CASE("libsodium computes the same scalars") {
    SeededRandom random(bytes_of("scalars"));
    const auto list = scalars(1000, random);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto a = list[i];
        const auto b = list[(7 * i + 3) % list.size()];
        ByteArray<32> out{};
        crypto_core_ristretto255_scalar_add(out.data(), a.encode().data(), b.encode().data());
        CHECK((a + b).encode() == out);
        crypto_core_ristretto255_scalar_sub(out.data(), a.encode().data(), b.encode().data());
        CHECK((a - b).encode() == out);
        crypto_core_ristretto255_scalar_mul(out.data(), a.encode().data(), b.encode().data());
        CHECK((a * b).encode() == out);
        crypto_core_ristretto255_scalar_negate(out.data(), a.encode().data());
        CHECK((-a).encode() == out);
        if (!a.is_zero()) {
            REQUIRE(crypto_core_ristretto255_scalar_invert(out.data(), a.encode().data()) == 0);
            CHECK(a.invert().encode() == out);
        }
        const auto wide = random_bytes<64>(random);
        crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
        CHECK(Scalar::from_uniform(wide).encode() == out);
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "group/ristretto255.h"
#include "group/support.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

TEST_CASE("multiples of the generator are those of the native vectors") {
    const auto multiples = test_vectors("native/primitives.json").at("generator_multiples");
    REQUIRE(multiples.size() == 16);
    Element sum;
    for (std::size_t i = 0; i < multiples.size(); ++i) {
        const auto encoding = bytes_from<32>(multiples[i]);
        CHECK(sum.encode() == encoding);
        CHECK(Ristretto255::mul_generator(Scalar::from_u64(i)).encode() == encoding);
        CHECK((Scalar::from_u64(i) * Ristretto255::generator()).encode() == encoding);
        const auto decoded = Element::decode(encoding);
        REQUIRE(decoded.has_value());
        CHECK(*decoded == sum);
        sum = sum + Ristretto255::generator();
    }
}

TEST_CASE("the one way map and wide scalars are those of the native vectors") {
    const auto vectors = test_vectors("native/primitives.json");
    REQUIRE(!vectors.at("from_uniform").empty());
    for (const auto& item : vectors.at("from_uniform"))
        CHECK(Element::from_uniform(bytes_from<64>(item.at("input"))).encode() ==
              bytes_from<32>(item.at("element")));
    REQUIRE(!vectors.at("hash_to_scalar").empty());
    for (const auto& item : vectors.at("hash_to_scalar"))
        CHECK(Scalar::from_uniform(bytes_from<64>(item.at("digest"))).encode() ==
              bytes_from<32>(item.at("scalar")));
}

TEST_CASE("attack 5 the pedersen generator comes from its name alone") {
    CHECK(Element::from_uniform(tagged_hash("generator/pedersen", {})).encode() ==
          bytes_from<32>(test_vectors("native/primitives.json").at("pedersen_generator")));
}

TEST_CASE("RFC 9496 A1 multiples of the generator") {
    const auto multiples = test_vectors("rfc9496.json").at("generator_multiples");
    REQUIRE(multiples.size() == 16);
    for (std::uint64_t i = 0; i < multiples.size(); ++i)
        CHECK(Ristretto255::mul_generator(Scalar::from_u64(i)).encode() ==
              bytes_from<32>(multiples[i]));
}

TEST_CASE("attack 8 the encodings of RFC 9496 A2 are refused") {
    std::size_t count = 0;
    const auto groups = test_vectors("rfc9496.json").at("bad_encodings");
    for (const auto& group : groups)
        for (const auto& encoding : group.at("encodings")) {
            INFO(group.at("reason") << " " << encoding);
            CHECK(!Element::decode(bytes_from<32>(encoding)));
            ++count;
        }
    CHECK(count == 29);
}

TEST_CASE("RFC 9496 A3 the one way map") {
    const auto cases = test_vectors("rfc9496.json").at("one_way_map");
    REQUIRE(cases.size() == 11);
    for (const auto& item : cases)
        CHECK(Element::from_uniform(bytes_from<64>(item.at("input"))).encode() ==
              bytes_from<32>(item.at("element")));
}

TEST_CASE("attack 6 points of order 2 and 4 and 8 do not decode") {
    const auto vectors = test_vectors("group-refusals.json");
    REQUIRE(vectors.at("small_order_points").size() == 6);
    for (const auto& item : vectors.at("small_order_points")) {
        INFO("order " << item.at("order"));
        CHECK(!Element::decode(bytes_from<32>(item.at("encoding"))));
    }
    REQUIRE(vectors.at("square_roots_of_minus_one").size() == 2);
    for (const auto& encoding : vectors.at("square_roots_of_minus_one"))
        CHECK(!Element::decode(bytes_from<32>(encoding)));
}

TEST_CASE("attack 8 encodings that are not canonical are refused") {
    const auto vectors = test_vectors("group-refusals.json");
    REQUIRE(vectors.at("element_encodings_not_canonical").size() == 8);
    for (const auto& encoding : vectors.at("element_encodings_not_canonical"))
        CHECK(!Element::decode(bytes_from<32>(encoding)));
    REQUIRE(vectors.at("scalars_not_canonical").size() == 8);
    for (const auto& encoding : vectors.at("scalars_not_canonical"))
        CHECK(!Scalar::decode(bytes_from<32>(encoding)));
}

TEST_CASE("attack 8 every other size and every other form of a valid encoding is refused") {
    SeededRandom random(bytes_of("forms"));
    for (int i = 0; i < 100; ++i) {
        const auto element = Element::from_uniform(random_bytes<64>(random)).encode();
        const auto scalar = random_scalar<Ristretto255>(random).encode();
        Bytes longer = to_bytes(element);
        longer.push_back(0);
        CHECK(!Element::decode(longer));
        CHECK(!Element::decode(ByteView(element).first(31)));
        longer = to_bytes(scalar);
        longer.push_back(0);
        CHECK(!Scalar::decode(longer));
        CHECK(!Scalar::decode(ByteView(scalar).first(31)));

        auto high_bit = element;
        high_bit[31] |= 0x80;
        CHECK(!Element::decode(high_bit));
        ByteArray<32> negative{}; // p - s
        int borrow = 0;
        for (std::size_t k = 0; k < 32; ++k) {
            const int digit = (k == 0 ? 0xed : k == 31 ? 0x7f : 0xff) - element[k] - borrow;
            borrow = digit < 0 ? 1 : 0;
            negative[k] = static_cast<std::uint8_t>(digit);
        }
        CHECK(!Element::decode(negative));
    }
    CHECK(!Element::decode({}));
    CHECK(!Scalar::decode({}));
}

// SPDX-License-Identifier: Apache-2.0
#include "support/vectors.h"

#include "evote/base/sha2.h"
#include "evote/base/text.h"
#include "evote/group/ristretto255.h"

#include <catch2/catch.hpp>

using namespace evote;
using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

namespace {

template <std::size_t N>
ByteArray<N> bytes_from(const nlohmann::json& text) {
    return hex_decode_array<N>(text.get<std::string>()).value();
}

} // namespace

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

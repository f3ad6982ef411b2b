// SPDX-License-Identifier: Apache-2.0
// Scalars of ristretto255 against arbitrary-precision integers.
#include "group/ristretto255.h"
#include "group/support.h"
#include "support/rooms.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>

using namespace evote;
using Scalar = Ristretto255::Scalar;
using Integer = boost::multiprecision::uint1024_t;

namespace {

const Integer& order() {
    static const Integer q =
        (Integer(1) << 252) + Integer("27742317777372353535851937790883648493");
    return q;
}

Integer integer(ByteView bytes) {
    Integer value;
    boost::multiprecision::import_bits(value, bytes.begin(), bytes.end(), 8, false);
    return value;
}

Integer integer(const Scalar& scalar) {
    const auto bytes = scalar.encode();
    return integer(ByteView(bytes));
}

template <std::size_t N>
ByteArray<N> little_endian(const Integer& value) {
    ByteArray<N> out{};
    boost::multiprecision::export_bits(value, out.begin(), 8, false);
    return out;
}

std::vector<Scalar> samples() {
    std::vector<Scalar> list;
    std::vector<Integer> values{
        0, 1, 2, order() - 1, order() - 2, order() / 2, order() - (Integer(1) << 252)};
    for (unsigned bit : {63U, 64U, 65U, 125U, 127U, 128U, 191U, 192U, 251U, 252U})
        for (const unsigned around : {0U, 1U, 2U})
            values.push_back((Integer(1) << bit) - 1 + around);
    for (const auto& value : values)
        list.push_back(Scalar::decode(little_endian<32>(value)).value());
    SeededRandom random(bytes_of("scalars"));
    for (int i = 0; i < 50; ++i)
        list.push_back(random_scalar<Ristretto255>(random));
    return list;
}

} // namespace

TEST_CASE("scalars add and multiply like integers modulo the order") {
    const auto list = samples();
    for (const auto& a : list)
        for (const auto& b : list) {
            CHECK(integer(a + b) == (integer(a) + integer(b)) % order());
            CHECK(integer(a - b) == (integer(a) - integer(b) + order()) % order());
            CHECK(integer(a * b) == integer(a) * integer(b) % order());
        }
}

TEST_CASE("scalars invert and negate like integers modulo the order") {
    for (const auto& a : samples()) {
        CHECK(integer(-a) == (order() - integer(a)) % order());
        CHECK(a.is_zero() == (integer(a) == 0));
        CHECK(integer(a.invert()) * integer(a) % order() == (a.is_zero() ? 0 : 1));
    }
}

TEST_CASE("wide numbers become scalars modulo the order") {
    std::vector<ByteArray<64>> wide(2);
    wide[1].fill(0xff);
    for (const Integer& factor : {Integer(1), (Integer(1) << 259) - 1, Integer(1) << 252})
        for (const unsigned around : {0U, 1U, 2U})
            wide.push_back(little_endian<64>(order() * factor - 1 + around));
    for (unsigned bit = 0; bit < 512; bit += 7)
        wide.push_back(little_endian<64>(Integer(1) << bit));
    SeededRandom random(bytes_of("wide"));
    for (int i = 0; i < 2000; ++i)
        wide.push_back(random_bytes<64>(random));
    for (const auto& bytes : wide)
        CHECK(integer(Scalar::from_uniform(bytes)) == integer(ByteView(bytes)) % order());
}

TEST_CASE("weights multiply scalars and add up like integers modulo the order") {
    std::vector<Weight> weights{{0, 0}, {1, 0}, {~0ULL, 0}, {0, 1}, {0, ~0ULL}, {~0ULL, ~0ULL}};
    SeededRandom random(bytes_of("weights"));
    for (int i = 0; i < 20; ++i) {
        weights.emplace_back();
        random.fill({reinterpret_cast<std::uint8_t*>(&weights.back()), sizeof(Weight)});
    }
    Ristretto255::WeightedSum sum;
    Integer expected = 0;
    for (const auto& a : samples())
        for (const auto& weight : weights) {
            const Integer product = ((Integer(weight.high) << 64) + weight.low) * integer(a);
            CHECK(integer(weight * a) == product % order());
            sum.add(weight, a);
            expected += product;
            CHECK(integer(sum.value()) == expected % order());
        }
}

TEST_CASE("a sum of weights carries into its last limb") {
    // The largest possible product, added until the sum is far beyond 2^384.
    const Weight weight{~0ULL, ~0ULL};
    const Scalar largest = -Scalar::from_u64(1);
    Ristretto255::WeightedSum sum;
    for (int i = 0; i < 40; ++i)
        sum.add(weight, largest);
    CHECK(integer(sum.value()) == ((Integer(1) << 128) - 1) * (order() - 1) * 40 % order());
}

TEST_CASE("small numbers and weights become scalars") {
    for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
        CHECK(integer(Scalar::from_u64(value)) == value);
        const Integer weight = (Integer(value) << 64) + 5;
        CHECK(integer(Weight{5, value} * Scalar::from_u64(1)) == weight);
    }
    CHECK(scalar_from_int<Ristretto255>(-7) + Scalar::from_u64(7) == Scalar());
    const auto lowest = scalar_from_int<Ristretto255>(std::numeric_limits<std::int64_t>::min());
    CHECK(integer(-lowest) == Integer(1) << 63);
}

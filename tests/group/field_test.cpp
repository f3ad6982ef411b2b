// SPDX-License-Identifier: Apache-2.0
// Arithmetic modulo 2^255 - 19 with limbs at the limits that field25519.h allows, against
// arbitrary-precision integers.
#include "group/field25519.h"
#include "group/support.h"
#include "support/rooms.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>

using namespace evote;
namespace fe = evote::field25519;
using Integer = boost::multiprecision::uint1024_t;

namespace {

constexpr std::uint64_t tight = (std::uint64_t{1} << 51) + (1U << 15) - 1;
constexpr std::uint64_t loose = (std::uint64_t{1} << 53) - 77;
constexpr std::uint64_t wide = (std::uint64_t{1} << 54) - 1;

const Integer& modulus() {
    static const Integer p = (Integer(1) << 255) - 19;
    return p;
}

Integer integer(const FieldElement& a) {
    Integer value;
    for (unsigned i = 0; i < 5; ++i)
        value += Integer(a.limb[i]) << (51 * i);
    return value % modulus();
}

/// All limbs zero or at the limit in every combination, and random ones up to the limit.
std::vector<FieldElement> up_to(std::uint64_t limit) {
    std::vector<FieldElement> list;
    for (unsigned choice = 0; choice < 32; ++choice) {
        FieldElement a = fe::zero;
        for (unsigned i = 0; i < 5; ++i)
            a.limb[i] = (choice >> i & 1) != 0 ? limit : 0;
        list.push_back(a);
    }
    SeededRandom random(bytes_of("limbs"));
    for (int i = 0; i < 32; ++i) {
        FieldElement a;
        for (auto& limb : a.limb) {
            const auto bytes = random_bytes<8>(random);
            std::memcpy(&limb, bytes.data(), sizeof(limb));
            limb %= limit + 1;
        }
        list.push_back(a);
    }
    // Around p and 2p, which only reduce and encode must bring below p.
    for (const std::uint64_t low : {0U, 1U, 18U, 19U, 20U})
        list.push_back({{fe::mask51 - 18 + low, fe::mask51, fe::mask51, fe::mask51, fe::mask51}});
    return list;
}

bool is_tight(const FieldElement& a) {
    return std::all_of(std::begin(a.limb), std::end(a.limb),
                       [](std::uint64_t limb) { return limb <= tight; });
}

} // namespace

TEST_CASE("products and squares are correct for limbs at their limits") {
    for (const auto& a : up_to(wide)) {
        for (const auto& b : up_to(wide)) {
            const FieldElement product = fe::mul(a, b);
            CHECK(is_tight(product));
            CHECK(integer(product) == integer(a) * integer(b) % modulus());
        }
        CHECK(is_tight(fe::square(a)));
        CHECK(integer(fe::square(a)) == integer(a) * integer(a) % modulus());
        CHECK(is_tight(fe::carry(a)));
        CHECK(integer(fe::carry(a)) == integer(a));
    }
}

TEST_CASE("carries of limbs of any size are tight") {
    constexpr std::uint64_t last = std::uint64_t{3} << 60; // below 2^61.7
    for (auto a : up_to(UINT64_MAX - 1)) {
        a.limb[4] = std::min(a.limb[4], last);
        CHECK(is_tight(fe::carry(a)));
        CHECK(integer(fe::carry(a)) == integer(a));
    }
}

TEST_CASE("differences stay within their limits") {
    for (const auto& a : up_to(loose))
        for (const auto& b : up_to(loose)) {
            const FieldElement difference = fe::sub(a, b);
            CHECK(*std::max_element(std::begin(difference.limb), std::end(difference.limb)) <=
                  wide);
            CHECK(integer(difference) == (integer(a) + modulus() - integer(b)) % modulus());
        }
    for (const auto& a : up_to(tight))
        for (const auto& b : up_to(tight)) {
            CHECK(integer(fe::sub_tight(a, b)) ==
                  (integer(a) + modulus() - integer(b)) % modulus());
            CHECK(integer(fe::add(a, b)) == (integer(a) + integer(b)) % modulus());
        }
}

TEST_CASE("encoding and comparing reduce fully") {
    for (const auto& a : up_to(wide)) {
        const Integer value = integer(a);
        ByteArray<32> expected{};
        boost::multiprecision::export_bits(value, expected.begin(), 8, false);
        ByteArray<32> encoding{};
        fe::encode(a, encoding.data());
        CHECK(encoding == expected);
        CHECK(integer(fe::decode(encoding.data())) == value);
        CHECK((fe::is_zero(a) != 0) == (value == 0));
        CHECK((fe::is_negative(a) != 0) == (value % 2 == 1));
        CHECK(fe::is_zero(fe::sub_tight(fe::mul(fe::invert(a), a), fe::one)) == ~fe::is_zero(a));
    }
}

TEST_CASE("square roots of ratios are those that RFC 9496 defines") {
    for (const auto& u : up_to(tight))
        for (const auto& v : {u, fe::one, fe::zero, fe::sqrt_m1, fe::curve_d}) {
            const fe::Sqrt root = fe::sqrt_ratio(u, v);
            const FieldElement squared = fe::mul(fe::square(root.root), v);
            const bool v_is_zero = fe::is_zero(v) != 0;
            const bool u_is_zero = fe::is_zero(u) != 0;
            CHECK(fe::is_negative(root.root) == 0);
            if (u_is_zero || v_is_zero) {
                CHECK(fe::is_zero(root.root) != 0);
                CHECK((root.was_square != 0) == u_is_zero);
                continue;
            }
            const FieldElement wanted = root.was_square != 0 ? u : fe::mul(u, fe::sqrt_m1);
            CHECK(integer(squared) == integer(wanted));
        }
}

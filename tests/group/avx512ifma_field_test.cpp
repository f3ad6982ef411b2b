// SPDX-License-Identifier: Apache-2.0
// The field of the AVX-512 IFMA backend against arbitrary-precision integers, with limbs at the
// limits that its comments promise.
#include "group/backend/cpu.h"
#include "support/rooms.h"

#if defined(__x86_64__)

#include "group/backend/avx512ifma_lanes.h"
#include "group/backend/avx512ifma_root.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace evote::backend::ifma;
using Integer = boost::multiprecision::cpp_int;

namespace {

const Integer p = (Integer(1) << 255) - 19;
constexpr std::uint64_t largest_limb4 = (std::uint64_t{1} << 47) + (std::uint64_t{1} << 45);
constexpr std::uint64_t largest_sum_limb = (std::uint64_t{1} << 63) - 1;

/// One element, put into all lanes for the vector code.
struct Limbs {
    std::uint64_t limb[5];
};

EVOTE_AVX512IFMA_BEGIN

Factor factor_of(const Limbs& a) {
    return constant(a.limb);
}

Sum sum_of(const Limbs& a) {
    const Factor f = factor_of(a);
    return Sum{{f.limb[0], f.limb[1], f.limb[2], f.limb[3], f.limb[4]}};
}

Limbs limbs_of(const Vector (&limbs)[5]) {
    return Limbs{{limbs[0][3], limbs[1][3], limbs[2][3], limbs[3][3], limbs[4][3]}};
}

Limbs product_of(const Limbs& a, const Limbs& b) {
    return limbs_of((factor_of(a) * factor_of(b)).limb);
}

Limbs square_of(const Limbs& a) {
    return limbs_of(square(factor_of(a)).limb);
}

Limbs difference_of(const Limbs& a, const Limbs& b) {
    return limbs_of(subtract(factor_of(a), factor_of(b)).limb);
}

/// (a b + 1024 p) + 2 c d and (a b + 1024 p) - 2 c d: the largest sums that point formulas form.
Limbs added_products(const Limbs& a, const Limbs& b, const Limbs& c, const Limbs& d) {
    const Sum cd = product(factor_of(c), factor_of(d));
    return limbs_of(
        carry(product_from(multiple_of_p(), factor_of(a), factor_of(b)) + (cd + cd)).limb);
}

Limbs subtracted_products(const Limbs& a, const Limbs& b, const Limbs& c, const Limbs& d) {
    const Sum cd = product(factor_of(c), factor_of(d));
    return limbs_of(
        carry(product_from(multiple_of_p(), factor_of(a), factor_of(b)) - (cd + cd)).limb);
}

Limbs carry_of(const Limbs& a) {
    return limbs_of(carry(sum_of(a)).limb);
}

Limbs canonical_of(const Limbs& a) {
    return limbs_of(canonical(factor_of(a)).limb);
}

Limbs inverse_of(const Limbs& a) {
    return limbs_of(invert(factor_of(a)).limb);
}

Limbs through_radix51(const Limbs& radix51, Limbs& back) {
    const Factor f = from_radix51(factor_of(radix51).limb);
    Vector r[5];
    to_radix51(f, r);
    back = limbs_of(r);
    return limbs_of(f.limb);
}

EVOTE_TARGET_END

Integer value(const std::uint64_t (&limbs)[5], int radix, std::uint64_t mask) {
    Integer r = limbs[4];
    for (int i = 3; i >= 0; --i)
        r = (r << radix) + (limbs[i] & mask);
    return r;
}

/// A Factor's value: limbs 0 to 3 count 52 bits.
Integer factor_value(const Limbs& a) {
    return value(a.limb, 52, mask52);
}

Integer sum_value(const Limbs& a) {
    return value(a.limb, 52, ~std::uint64_t{0});
}

/// Extremes of a Factor, with rubbish above 52 bits, and some in between.
std::vector<Limbs> factors() {
    std::vector<Limbs> all_of_them;
    const std::uint64_t rubbish = ~mask52;
    for (unsigned set = 0; set < 32; ++set) {
        Limbs a{};
        for (unsigned i = 0; i < 5; ++i)
            a.limb[i] = ((set >> i) & 1) == 0 ? 0 : i == 4 ? largest_limb4 : mask52;
        all_of_them.push_back(a);
        for (unsigned i = 0; i < 4; ++i)
            a.limb[i] |= rubbish;
        all_of_them.push_back(a);
    }
    std::mt19937_64 random(1);
    for (int n = 0; n < 200; ++n)
        all_of_them.push_back(
            Limbs{{random(), random(), random(), random(), random() % (largest_limb4 + 1)}});
    for (const std::uint64_t low : {mask52 - 19, mask52 - 18, mask52}) // p - 1, p, above
        all_of_them.push_back(Limbs{{low, mask52, mask52, mask52, mask47}});
    return all_of_them;
}

void check_factor(const Limbs& result, const Integer& expected) {
    CHECK(factor_value(result) % p == ((expected % p) + p) % p);
    CHECK(result.limb[4] <= largest_limb4);
}

} // namespace

TEST_CASE("ifma products are correct for limbs at their limits") {
    if (!evote::group::backend::cpu_has_avx512ifma())
        return;
    const auto all_of_them = factors();
    for (const Limbs& a : all_of_them) {
        check_factor(square_of(a), factor_value(a) * factor_value(a));
        for (std::size_t i = 0; i < all_of_them.size(); i += 3) {
            const Limbs& b = all_of_them[i];
            const Integer ab = factor_value(a) * factor_value(b);
            check_factor(product_of(a, b), ab);
            check_factor(difference_of(a, b), factor_value(a) - factor_value(b));
        }
    }
}

TEST_CASE("ifma sums of products are correct for limbs at their limits") {
    if (!evote::group::backend::cpu_has_avx512ifma())
        return;
    const auto all_of_them = factors();
    const Limbs zero{};
    const Limbs largest{{mask52, mask52, mask52, mask52, largest_limb4}};
    for (const Limbs& a : all_of_them) {
        const Integer square = factor_value(a) * factor_value(a);
        const Integer most = factor_value(largest) * factor_value(largest);
        check_factor(added_products(largest, largest, a, a), most + 2 * square);
        check_factor(subtracted_products(zero, zero, a, a), -2 * square);
        check_factor(subtracted_products(a, a, largest, largest), square - 2 * most);
    }
}

TEST_CASE("ifma carries and canonical forms are correct for limbs at their limits") {
    if (!evote::group::backend::cpu_has_avx512ifma())
        return;
    for (unsigned set = 0; set < 32; ++set) {
        Limbs a{};
        for (unsigned i = 0; i < 5; ++i)
            a.limb[i] = ((set >> i) & 1) == 0 ? 0 : largest_sum_limb;
        check_factor(carry_of(a), sum_value(a));
    }
    for (const Limbs& a : factors())
        CHECK(sum_value(canonical_of(a)) == factor_value(a) % p);
}

TEST_CASE("ifma inverses are correct") {
    if (!evote::group::backend::cpu_has_avx512ifma())
        return;
    for (const Limbs& a : factors()) {
        const Integer one = factor_value(a) % p == 0 ? 0 : 1;
        CHECK(factor_value(inverse_of(a)) * factor_value(a) % p == one);
    }
}

TEST_CASE("ifma conversions between radix 51 and 52 are correct for limbs at their limits") {
    if (!evote::group::backend::cpu_has_avx512ifma())
        return;
    std::mt19937_64 random(2);
    for (unsigned n = 0; n < 300; ++n) {
        Limbs a{};
        for (unsigned i = 0; i < 5; ++i)
            a.limb[i] = n >= 32 ? random() & mask52 : ((n >> i) & 1) == 0 ? 0 : mask52;
        Limbs back{};
        const Limbs radix52 = through_radix51(a, back);
        const Integer expected = value(a.limb, 51, ~std::uint64_t{0});
        check_factor(radix52, expected);
        CHECK(value(back.limb, 51, ~std::uint64_t{0}) % p == expected % p);
        for (const std::uint64_t limb : back.limb)
            CHECK(limb <= mask52);
    }
}

#endif

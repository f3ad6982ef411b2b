// SPDX-License-Identifier: Apache-2.0
// The field of the AVX2 backend against arbitrary-precision integers, with limbs at the limits that
// its comments promise.
#include "group/backend/cpu.h"
#include "support/rooms.h"

#if defined(__x86_64__)

#include "group/backend/avx2_field.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace evote::backend::avx2;
using Integer = boost::multiprecision::cpp_int;

namespace {

const Integer p = (Integer(1) << 255) - 19;

/// One element, put into all lanes for the vector code.
struct Limbs {
    std::uint64_t limb[limbs];
};

std::uint64_t largest(int i) {
    return i % 2 == 0 ? (std::uint64_t{1} << 26) - 1
                      : (std::uint64_t{1} << 25) + (std::uint64_t{1} << 12) - 1;
}

EVOTE_AVX2_BEGIN

Element element_of(const Limbs& a) {
    Element r;
    for (int i = 0; i < limbs; ++i)
        r.limb[i] = all(a.limb[i]);
    return r;
}

Limbs limbs_of(const Element& a) {
    Limbs r{};
    for (int i = 0; i < limbs; ++i)
        r.limb[i] = a.limb[i][3];
    return r;
}

Limbs product_of(const Limbs& a, const Limbs& b) {
    return limbs_of(element_of(a) * element_of(b));
}

Limbs square_of(const Limbs& a) {
    return limbs_of(square(element_of(a)));
}

Limbs carry_of(const Limbs& a) {
    return limbs_of(carry(element_of(a)));
}

Limbs from_limbs51(const std::uint64_t (&a)[5]) {
    const Vector vectors[5] = {all(a[0]), all(a[1]), all(a[2]), all(a[3]), all(a[4])};
    return limbs_of(from_radix51(vectors));
}

void to_limbs51(const Limbs& a, std::uint64_t (&r)[5]) {
    Vector vectors[5];
    to_radix51(element_of(a), vectors);
    for (int i = 0; i < 5; ++i)
        r[i] = vectors[i][3];
}

EVOTE_TARGET_END

Integer value(const Limbs& a) {
    Integer r = 0;
    for (int i = limbs; i-- > 0;)
        r = (r << (i % 2 == 0 ? 26 : 25)) + a.limb[i];
    return r;
}

Integer value51(const std::uint64_t (&a)[5]) {
    Integer r = 0;
    for (int i = 5; i-- > 0;)
        r = (r << 51) + a[i];
    return r;
}

void check_tight(const Limbs& result, const Integer& expected) {
    CHECK(value(result) % p == expected % p);
    for (int i = 0; i < limbs; ++i)
        CHECK(result.limb[i] <= largest(i));
}

/// All combinations of zero and largest limbs, and some in between.
std::vector<Limbs> tight_ones() {
    std::vector<Limbs> list;
    for (unsigned set = 0; set < 1U << limbs; ++set) {
        Limbs a{};
        for (int i = 0; i < limbs; ++i)
            a.limb[i] = ((set >> i) & 1) == 0 ? 0 : largest(i);
        list.push_back(a);
    }
    std::mt19937_64 random(1);
    for (int n = 0; n < 200; ++n) {
        Limbs a{};
        for (int i = 0; i < limbs; ++i)
            a.limb[i] = random() % (largest(i) + 1);
        list.push_back(a);
    }
    return list;
}

} // namespace

TEST_CASE("avx2 products are correct for limbs at their limits") {
    if (!evote::group::backend::cpu_has_avx2())
        return;
    const auto list = tight_ones();
    for (std::size_t k = 0; k < list.size(); ++k) {
        const Limbs& a = list[k];
        check_tight(square_of(a), value(a) * value(a));
        for (std::size_t i = k % 37; i < list.size(); i += 37)
            check_tight(product_of(a, list[i]), value(a) * value(list[i]));
    }
}

TEST_CASE("avx2 carries are correct for limbs at their limits") {
    if (!evote::group::backend::cpu_has_avx2())
        return;
    for (unsigned set = 0; set < 1U << limbs; ++set) {
        Limbs a{};
        for (int i = 0; i < limbs; ++i)
            a.limb[i] =
                ((set >> i) & 1) == 0 ? 0 : (std::uint64_t{1} << (i == limbs - 1 ? 57 : 62)) - 1;
        check_tight(carry_of(a), value(a));
    }
}

TEST_CASE("avx2 elements convert to limbs of 51 bits and back") {
    if (!evote::group::backend::cpu_has_avx2())
        return;
    constexpr std::uint64_t tight51 = (std::uint64_t{1} << 51) + (std::uint64_t{1} << 15) - 1;
    for (unsigned set = 0; set < 32; ++set) {
        std::uint64_t a[5];
        for (int i = 0; i < 5; ++i)
            a[i] = ((set >> i) & 1) == 0 ? 0 : tight51;
        check_tight(from_limbs51(a), value51(a));
    }
    for (const Limbs& a : tight_ones()) {
        std::uint64_t r[5];
        to_limbs51(a, r);
        CHECK(value51(r) == value(a));
        for (const std::uint64_t limb : r)
            CHECK(limb < (std::uint64_t{1} << 51) + (std::uint64_t{1} << 38));
    }
}

#endif

// SPDX-License-Identifier: Apache-2.0
// Four independent elements of GF(p), p = 2^255 - 19, one per 64-bit lane of ten vectors, in limbs
// of 26 and 25 bits by turns: the sum of limb[i] * 2^ceil(25.5 i) (Bernstein, PKC 2006, section 4).
// AVX2 multiplies the lower halves of lanes, 32 by 32 bits. Constant time throughout.
//
// Bounds. All elements are tight: even limbs below 2^26, odd ones below 2^25 + 2^12. A product of
// two odd limbs counts twice. So the lowest column of a product is the largest: one product of even
// limbs, and 19 times four more of them and five of odd ones; below (1 + 19 * (4 + 5 / 2)) * 2^52.1
// < 2^60. The highest has nothing times 19: below 10 * 2^51.1 < 2^55. Operands are below 2^32: at
// most 38 * (2^25 + 2^12) < 2^30.3.
#pragma once

#include "group/backend/vector_target.h"
#include "group/edwards_point.h"

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace evote::group::backend::avx2 {

namespace {

EVOTE_AVX2_BEGIN

/// Four lanes with the operators of unsigned integers; multiply() takes the lower halves alone.
using Vector = std::uint64_t __attribute__((vector_size(32)));

constexpr int limbs = 10;

struct Element {
    Vector limb[limbs];
};

EVOTE_VECTOR_INLINE constexpr bool is_odd(int i) {
    return i % 2 == 1;
}

EVOTE_VECTOR_INLINE constexpr int bits(int i) {
    return is_odd(i) ? 25 : 26;
}

EVOTE_VECTOR_INLINE Vector all(std::uint64_t value) {
    return Vector{value, value, value, value};
}

EVOTE_VECTOR_INLINE Vector multiply(Vector a, Vector b) {
    return reinterpret_cast<Vector>(
        _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}

/// Moves what exceeds limb i's width to the next limb, and from the highest, times 19, to the
/// lowest.
EVOTE_VECTOR_INLINE void carry_limb(Element& a, int i) {
    const Vector high = a.limb[i] >> bits(i);
    a.limb[i] &= all((std::uint64_t{1} << bits(i)) - 1);
    if (i == limbs - 1)
        a.limb[0] += high + (high << 1) + (high << 4);
    else
        a.limb[i + 1] += high;
}

/// Limbs below 2^62, the last below 2^57, give tight ones. Two chains, from 0 and from 4, run side
/// by side; limbs 5 and 1 take a second carry, below 2^12, and keep it.
EVOTE_VECTOR_INLINE Element carry(Element a) {
    carry_limb(a, 0);
    carry_limb(a, 4);
    carry_limb(a, 1);
    carry_limb(a, 5);
    carry_limb(a, 2);
    carry_limb(a, 6);
    carry_limb(a, 3);
    carry_limb(a, 7);
    carry_limb(a, 4);
    carry_limb(a, 8);
    carry_limb(a, 9);
    carry_limb(a, 0);
    return a;
}

EVOTE_VECTOR_INLINE Element operator*(const Element& a, const Element& b) {
    Element twice;   // a
    Element wrapped; // 19 b
    EVOTE_UNROLL
    for (int i = 0; i < limbs; ++i) {
        twice.limb[i] = a.limb[i] + a.limb[i];
        wrapped.limb[i] = multiply(b.limb[i], all(19));
    }
    Element r;
    EVOTE_UNROLL
    for (int k = 0; k < limbs; ++k) {
        r.limb[k] = all(0);
        EVOTE_UNROLL
        for (int i = 0; i < limbs; ++i) {
            const int j = (k - i + limbs) % limbs;
            r.limb[k] += multiply(is_odd(i) && is_odd(j) ? twice.limb[i] : a.limb[i],
                                  i + j < limbs ? b.limb[j] : wrapped.limb[j]);
        }
    }
    return carry(r);
}

EVOTE_VECTOR_INLINE Element square(const Element& a) {
    Element twice;
    Element wrapped; // 19 times, odd ones 38 times
    EVOTE_UNROLL
    for (int i = 0; i < limbs; ++i) {
        twice.limb[i] = a.limb[i] + a.limb[i];
        wrapped.limb[i] = multiply(a.limb[i], all(is_odd(i) ? 38 : 19));
    }
    Element r;
    EVOTE_UNROLL
    for (int k = 0; k < limbs; ++k) {
        r.limb[k] = all(0);
        EVOTE_UNROLL
        for (int i = 0; i < limbs; ++i) {
            const int j = (k - i + limbs) % limbs;
            if (i > j) // counted twice at (j, i)
                continue;
            if (i + j >= limbs)
                r.limb[k] +=
                    multiply(i == j || (!is_odd(i) && is_odd(j)) ? a.limb[i] : twice.limb[i],
                             wrapped.limb[j]);
            else
                r.limb[k] += multiply(i == j && !is_odd(i) ? a.limb[i] : twice.limb[i],
                                      i != j && is_odd(i) && is_odd(j) ? twice.limb[j] : a.limb[j]);
        }
    }
    return carry(r);
}

/// From tight limbs of 51 bits (field25519.h).
EVOTE_VECTOR_INLINE Element from_radix51(const Vector (&a)[5]) {
    Element r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i) {
        r.limb[2 * i] = a[i] & all((std::uint64_t{1} << 26) - 1);
        r.limb[2 * i + 1] = a[i] >> 26;
    }
    return r;
}

/// To limbs of 51 bits, below 2^51 + 2^38.
EVOTE_VECTOR_INLINE void to_radix51(const Element& a, Vector (&r)[5]) {
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r[i] = a.limb[2 * i] + (a.limb[2 * i + 1] << 26);
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::avx2

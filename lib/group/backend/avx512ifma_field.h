// SPDX-License-Identifier: Apache-2.0
// Eight independent elements of GF(p), p = 2^255 - 19, one per 64-bit lane of five vectors: the sum
// of limb[i] * 2^(52 i). The low and the high half of a product of two 52-bit limbs then belong to
// two neighbouring limbs and nothing has to be doubled or shifted.
//
// Bounds. Two types keep them apart, and everything in this file and in the files that use it keeps
// to these two promises:
//   Factor  what a product takes: the low 52 bits of limbs 0 to 3 and all bits of limb 4 are the
//           value, and limb 4 is below 2^47 + 2^45. The bits of limbs 0 to 3 above the low 52 are
//           rubbish (they have been carried on already): the multiply-add ignores them.
//   Sum     what a product gives and what is added and subtracted: all bits count. Each limb is
//           below 2^63.
// carry() makes a Factor of a Sum, masked() a Sum of a Factor.
#pragma once

#include "group/backend/vector_target.h"
#include "group/edwards_point.h"

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace evote::group::backend::ifma {

namespace {

EVOTE_AVX512IFMA_BEGIN

/// Eight lanes with the operators of unsigned integers.
using Vector = std::uint64_t __attribute__((vector_size(64)));

struct Factor {
    Vector limb[5];
};

struct Sum {
    Vector limb[5];
};

constexpr std::uint64_t mask52 = (std::uint64_t{1} << 52) - 1;
constexpr std::uint64_t mask47 = (std::uint64_t{1} << 47) - 1;

EVOTE_VECTOR_INLINE Vector all(std::uint64_t value) {
    return Vector{value, value, value, value, value, value, value, value};
}

EVOTE_VECTOR_INLINE __m512i raw(Vector v) {
    return reinterpret_cast<__m512i>(v);
}

EVOTE_VECTOR_INLINE Vector vector(__m512i v) {
    return reinterpret_cast<Vector>(v);
}

EVOTE_VECTOR_INLINE Vector multiply_low(Vector sum, Vector a, Vector b) {
    return vector(_mm512_madd52lo_epu64(raw(sum), raw(a), raw(b)));
}

EVOTE_VECTOR_INLINE Vector multiply_high(Vector sum, Vector a, Vector b) {
    return vector(_mm512_madd52hi_epu64(raw(sum), raw(a), raw(b)));
}

/// sum + (limb >> 52).
EVOTE_VECTOR_INLINE Vector carried(Vector sum, Vector limb) {
    return (sum + (limb >> 52));
}

EVOTE_VECTOR_INLINE Factor carry(const Sum& a) {
    // The top wraps around first, so one pass is enough: limb 4 ends below 2^47 + 2^11.
    const Vector top = (a.limb[4] >> 47);
    Factor r;
    r.limb[0] = multiply_low(a.limb[0], top, all(19));
    r.limb[1] = carried(a.limb[1], r.limb[0]);
    r.limb[2] = carried(a.limb[2], r.limb[1]);
    r.limb[3] = carried(a.limb[3], r.limb[2]);
    r.limb[4] = carried((a.limb[4] & all(mask47)), r.limb[3]);
    return r;
}

EVOTE_VECTOR_INLINE Sum masked(const Factor& a) {
    Sum r;
    EVOTE_UNROLL
    for (int i = 0; i < 4; ++i)
        r.limb[i] = (a.limb[i] & all(mask52));
    r.limb[4] = a.limb[4];
    return r;
}

/// The ten limbs of a product, 2^520 = 608^2 not yet folded in.
struct Product {
    Vector limb[10];
};

template <int I>
EVOTE_VECTOR_INLINE void multiply_row(Product& r, Vector a, const Factor& b) {
    EVOTE_UNROLL
    for (int j = 0; j < 5; ++j) {
        r.limb[I + j] = multiply_low(r.limb[I + j], a, b.limb[j]);
        r.limb[I + j + 1] = multiply_high(r.limb[I + j + 1], a, b.limb[j]);
    }
}

EVOTE_VECTOR_INLINE Sum fold(const Product& c) {
    const Vector k = all(608);
    const Vector c6 = carried(c.limb[6], c.limb[5]);
    const Vector c7 = carried(c.limb[7], c6);
    const Vector c8 = carried(c.limb[8], c7);
    const Vector c9 = carried(c.limb[9], c8);
    Sum r;
    r.limb[0] = multiply_low(c.limb[0], c.limb[5], k);
    r.limb[1] = multiply_low(multiply_high(c.limb[1], c.limb[5], k), c6, k);
    r.limb[2] = multiply_low(multiply_high(c.limb[2], c6, k), c7, k);
    r.limb[3] = multiply_low(multiply_high(c.limb[3], c7, k), c8, k);
    r.limb[4] = multiply_low(multiply_high(c.limb[4], c8, k), c9, k);
    return r;
}

EVOTE_VECTOR_INLINE Sum product_from(const Sum& start, const Factor& a, const Factor& b) {
    const Vector zero = all(0);
    Product c{{start.limb[0], start.limb[1], start.limb[2], start.limb[3], start.limb[4], zero,
               zero, zero, zero, zero}};
    multiply_row<0>(c, a.limb[0], b);
    multiply_row<1>(c, a.limb[1], b);
    multiply_row<2>(c, a.limb[2], b);
    multiply_row<3>(c, a.limb[3], b);
    multiply_row<4>(c, a.limb[4], b);
    return fold(c);
}

EVOTE_VECTOR_INLINE Sum product(const Factor& a, const Factor& b) {
    const Vector zero = all(0);
    return product_from(Sum{{zero, zero, zero, zero, zero}}, a, b);
}

template <int I>
EVOTE_VECTOR_INLINE void square_row(Product& r, const Factor& a) {
    EVOTE_UNROLL
    for (int j = I + 1; j < 5; ++j) {
        r.limb[I + j] = multiply_low(r.limb[I + j], a.limb[I], a.limb[j]);
        r.limb[I + j + 1] = multiply_high(r.limb[I + j + 1], a.limb[I], a.limb[j]);
    }
}

EVOTE_VECTOR_INLINE Sum square_sum(const Factor& a) {
    const Vector zero = all(0);
    Product c{{zero, zero, zero, zero, zero, zero, zero, zero, zero, zero}};
    square_row<0>(c, a);
    square_row<1>(c, a);
    square_row<2>(c, a);
    square_row<3>(c, a);
    EVOTE_UNROLL
    for (int k = 1; k < 9; ++k)
        c.limb[k] = (c.limb[k] + c.limb[k]);
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i) {
        c.limb[2 * i] = multiply_low(c.limb[2 * i], a.limb[i], a.limb[i]);
        c.limb[2 * i + 1] = multiply_high(c.limb[2 * i + 1], a.limb[i], a.limb[i]);
    }
    return fold(c);
}

EVOTE_VECTOR_INLINE Factor operator*(const Factor& a, const Factor& b) {
    return carry(product(a, b));
}

EVOTE_VECTOR_INLINE Factor square(const Factor& a) {
    return carry(square_sum(a));
}

/// The same factor in all lanes; the limbs are within a Factor's bounds.
EVOTE_VECTOR_INLINE Factor constant(const std::uint64_t (&limbs)[5]) {
    return Factor{{all(limbs[0]), all(limbs[1]), all(limbs[2]), all(limbs[3]), all(limbs[4])}};
}

EVOTE_VECTOR_INLINE Factor small(std::uint64_t value) {
    const Vector zero = all(0);
    return Factor{{all(value), zero, zero, zero, zero}};
}

EVOTE_VECTOR_INLINE Sum operator+(const Sum& a, const Sum& b) {
    Sum r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r.limb[i] = (a.limb[i] + b.limb[i]);
    return r;
}

/// Limb by limb: no limb of b may exceed a's. Add a multiple of p to `a` that ensures it.
EVOTE_VECTOR_INLINE Sum operator-(const Sum& a, const Sum& b) {
    Sum r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r.limb[i] = (a.limb[i] - b.limb[i]);
    return r;
}

/// 1024 p, every limb at least 2^57 - 2^10 and at most 2^62: more than twice a product's limbs.
EVOTE_VECTOR_INLINE Sum multiple_of_p() {
    const Vector middle = all(mask52 << 10);
    return Sum{{all((mask52 - 18) << 10), middle, middle, middle, all(mask47 << 10)}};
}

/// yes ? a : b, lane by lane, without a branch.
EVOTE_VECTOR_INLINE Factor select(__mmask8 yes, const Factor& a, const Factor& b) {
    Factor r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r.limb[i] = vector(_mm512_mask_blend_epi64(yes, raw(b.limb[i]), raw(a.limb[i])));
    return r;
}

EVOTE_VECTOR_INLINE Factor add(const Factor& a, const Factor& b) {
    return carry(masked(a) + masked(b));
}

EVOTE_VECTOR_INLINE Factor subtract(const Factor& a, const Factor& b) {
    return carry(masked(a) + multiple_of_p() - masked(b));
}

EVOTE_VECTOR_INLINE Factor negate_if(__mmask8 yes, const Factor& a) {
    return select(yes, carry(multiple_of_p() - masked(a)), a);
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

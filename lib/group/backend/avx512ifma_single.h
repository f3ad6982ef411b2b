// SPDX-License-Identifier: Apache-2.0
// One point whose four coordinates are in lanes 0 to 3 of one vector: a chain of dependent
// doublings takes a third of the time of the eight-lane formulas. Those formulas are used here too
// (avx512ifma_point.h), with the four products of each half computed at once.
#pragma once

#include "group/backend/avx512ifma_point.h"

namespace evote::group::backend::ifma {

namespace {

EVOTE_AVX512IFMA_BEGIN

/// Lanes: Y + X, Y - X, Z, T. Or, to add: Y + X, Y - X, Z, 2 d T.
struct SinglePoint {
    Factor lanes;
};

/// Lanes A, B, C, D of each limb; the upper half is not used.
template <int A, int B, int C, int D>
EVOTE_VECTOR_INLINE Vector arrange(Vector v) {
    return __builtin_shufflevector(v, v, A, B, C, D, 4, 5, 6, 7);
}

template <int A, int B, int C, int D, class Limbs>
EVOTE_VECTOR_INLINE Limbs arranged(const Limbs& a) {
    Limbs r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r.limb[i] = arrange<A, B, C, D>(a.limb[i]);
    return r;
}

template <int Lane>
EVOTE_VECTOR_INLINE Factor everywhere(const Factor& a) {
    Factor r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r.limb[i] = all(a.limb[i][Lane]);
    return r;
}

/// (a << shift) + 1024 p, and + v in the lanes of `plus`, - v in those of `minus`.
EVOTE_VECTOR_INLINE Factor combine(const Sum& a, Vector shift, const Sum& v, __mmask8 minus,
                                   __mmask8 plus) {
    Sum r = multiple_of_p();
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i) {
        const __m512i sum = raw(r.limb[i] + (a.limb[i] << shift));
        const __m512i added = _mm512_mask_add_epi64(sum, plus, sum, raw(v.limb[i]));
        r.limb[i] = vector(_mm512_mask_sub_epi64(added, minus, sum, raw(v.limb[i])));
    }
    return carry(r);
}

/// From E, F, G, H.
EVOTE_VECTOR_INLINE SinglePoint finish_single(const Factor& efgh) {
    // E F, G H, F G, E H: X, Y, Z, T
    const Sum xyzt = product(arranged<0, 2, 1, 0>(efgh), arranged<1, 3, 2, 3>(efgh));
    return SinglePoint{
        combine(arranged<1, 1, 2, 3>(xyzt), all(0), arranged<0, 0, 0, 0>(xyzt), 0b0010, 0b0001)};
}

EVOTE_VECTOR_INLINE SinglePoint double_of(const SinglePoint& p) {
    // S S, D D, S D, Z Z
    Sum v = product(arranged<0, 1, 0, 2>(p.lanes), arranged<0, 1, 1, 2>(p.lanes));
    const Vector shifts = {0, 2, 1, 0, 0, 0, 0, 0};
    const Sum a = arranged<0, 3, 2, 0>(v);
    v = arranged<1, 2, 2, 1>(v);
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        v.limb[i] <<= Vector{0, 1, 0, 0, 0, 0, 0, 0};
    // S S - D D, 4 Z Z - 2 S D, 2 S D, S S + D D
    return finish_single(combine(a, shifts, v, 0b0011, 0b1000));
}

EVOTE_VECTOR_INLINE SinglePoint add(const SinglePoint& p, const SinglePoint& addend) {
    const Sum v = product(p.lanes, addend.lanes); // B, A, Z Z, C
    const Vector shifts = {0, 1, 1, 0, 0, 0, 0, 0};
    // B - A, 2 Z Z - C, 2 Z Z + C, B + A
    return finish_single(
        combine(arranged<0, 2, 2, 0>(v), shifts, arranged<1, 3, 3, 1>(v), 0b0011, 0b1100));
}

/// The same point in all lanes of the other form.
EVOTE_VECTOR_INLINE Point point_of(const SinglePoint& p) {
    return Point{everywhere<0>(p.lanes), everywhere<1>(p.lanes), everywhere<2>(p.lanes),
                 everywhere<3>(p.lanes)};
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

// SPDX-License-Identifier: Apache-2.0
// Scalars written with odd digits only (Joye and Tunstall, AFRICACRYPT 2009): a scalar k is made
// odd by adding the order where it is even, and an odd k < 2^(w n) has exactly one representation
// by n odd digits of w bits: k = sum of (2 u_i - (2^w - 1)) * 2^(w i), where the u_i are the digits
// of u = (k + 2^(w n) - 1) / 2. So no digit is zero, no carry runs, and a table needs only the odd
// multiples.
#pragma once

#include "group/backend/avx512ifma_lanes.h"

namespace evote::group::backend::ifma {

namespace {

constexpr std::uint64_t limbs_order[5] = {0x2631a5cf5d3ed, 0xdea2f79cd6581, 0x000000014def9, 0,
                                          0x0100000000000};

EVOTE_AVX512IFMA_BEGIN

/// (k - 1) / 2, below 2^253, of eight scalars made odd: exact limbs of 52 bits.
struct Halves {
    Vector limb[5];
};

EVOTE_VECTOR_INLINE Halves halves_of_odd(const ReadRows& scalars) {
    const Sum k = limbs_of_words(load_columns(scalars, 0));
    const __mmask8 even = _mm512_testn_epi64_mask(raw(k.limb[0]), raw(all(1)));
    Vector odd[6];
    Vector c = all(0);
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i) {
        const Vector order = vector(_mm512_maskz_mov_epi64(even, raw(all(limbs_order[i]))));
        c = k.limb[i] + order + (c >> 52);
        odd[i] = c & all(mask52);
    }
    odd[5] = all(0);
    Halves half;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        half.limb[i] = (odd[i] >> 1) | ((odd[i + 1] << 51) & all(mask52));
    return half;
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

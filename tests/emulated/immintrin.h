// SPDX-License-Identifier: Apache-2.0
// The instructions that the vector kernels use, in plain arithmetic, so that a processor without
// AVX-512 tests the kernels too. Only the programs with emulated kernels find this file in place of
// the compiler's. Names, arguments and results are those of Intel's intrinsics guide. Like the
// instructions, no branch and no address depends on a value.
#pragma once

#include "group/constant_time.h"

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

using __m256i = long long __attribute__((vector_size(32), may_alias));
// After the "=" clang would ignore the alignment.
using __m256i_u __attribute__((vector_size(32), may_alias, aligned(1))) = long long;
static_assert(alignof(__m256i_u) == 1);
using __m512i = long long __attribute__((vector_size(64), may_alias));
using __mmask8 = unsigned char;

namespace evote::emulated {

using Lanes = std::uint64_t __attribute__((vector_size(64), may_alias));

inline Lanes lanes(__m512i v) {
    return reinterpret_cast<Lanes>(v);
}

/// What `of` gives for the lanes of a and b.
template <class Function>
__m512i each(__m512i a, __m512i b, Function of) {
    Lanes r;
    for (std::size_t i = 0; i < 8; ++i)
        r[i] = of(lanes(a)[i], lanes(b)[i]);
    return reinterpret_cast<__m512i>(r);
}

/// A bit for each pair of lanes, set where `holds` is true.
template <class Relation>
__mmask8 bits(__m512i a, __m512i b, Relation holds) {
    unsigned r = 0;
    for (std::size_t i = 0; i < 8; ++i)
        r |= unsigned{holds(lanes(a)[i], lanes(b)[i])} << i;
    return static_cast<__mmask8>(r);
}

/// Sets all bits of a lane to its bit in the mask.
inline __m512i spread(__mmask8 mask) {
    Lanes r;
    for (std::size_t i = 0; i < 8; ++i)
        r[i] = evote::group::ct::mask_of_bit(unsigned{mask} >> i & 1U);
    return reinterpret_cast<__m512i>(r);
}

/// a where the mask has a 0, b where it has a 1.
inline __m512i blend(__mmask8 mask, __m512i a, __m512i b) {
    return a ^ ((a ^ b) & spread(mask));
}

/// What `of` gives for the lanes of a and b, two at a time.
template <class Function>
__m512i each_pair(__m512i a, __m512i b, Function of) {
    __m512i r;
    for (std::size_t at = 0; at < sizeof(r); at += sizeof(__m128i)) {
        __m128i x;
        __m128i y;
        std::memcpy(&x, reinterpret_cast<const char*>(&a) + at, sizeof(x));
        std::memcpy(&y, reinterpret_cast<const char*>(&b) + at, sizeof(y));
        const __m128i z = of(x, y);
        std::memcpy(reinterpret_cast<char*>(&r) + at, &z, sizeof(z));
    }
    return r;
}

/// The products of the low 52 bits of two lanes each, put together from halves of 26 bits.
struct Product52 {
    Product52(__m128i a, __m128i b) {
        const __m128i low26 = _mm_set1_epi64x((1 << 26) - 1);
        const __m128i a0 = _mm_and_si128(a, low26);
        const __m128i a1 = _mm_and_si128(_mm_srli_epi64(a, 26), low26);
        const __m128i b0 = _mm_and_si128(b, low26);
        const __m128i b1 = _mm_and_si128(_mm_srli_epi64(b, 26), low26);
        const __m128i middle = _mm_add_epi64(_mm_mul_epu32(a0, b1), _mm_mul_epu32(a1, b0));
        low_ =
            _mm_add_epi64(_mm_mul_epu32(a0, b0), _mm_slli_epi64(_mm_and_si128(middle, low26), 26));
        high_ = _mm_add_epi64(_mm_mul_epu32(a1, b1), _mm_srli_epi64(middle, 26));
    }

    /// Bits 0 to 51.
    __m128i low() const { return _mm_and_si128(low_, _mm_set1_epi64x((1LL << 52) - 1)); }

    /// Bits 52 to 103.
    __m128i high() const { return _mm_add_epi64(high_, _mm_srli_epi64(low_, 52)); }

  private:
    __m128i low_;  // below 2^53
    __m128i high_; // without what low_ carries
};

} // namespace evote::emulated

inline __m256i _mm256_loadu_si256(const __m256i_u* from) {
    return *from;
}

inline void _mm256_storeu_si256(__m256i_u* to, __m256i v) {
    *to = v;
}

inline __m256i _mm256_set1_epi32(int value) {
    const std::int32_t word = value;
    __m256i r;
    for (std::size_t i = 0; i < 8; ++i)
        std::memcpy(reinterpret_cast<char*>(&r) + 4 * i, &word, 4);
    return r;
}

inline __mmask8 _mm256_test_epi32_mask(__m256i a, __m256i b) {
    std::uint32_t words[8];
    const __m256i both = a & b;
    std::memcpy(words, &both, sizeof(both));
    unsigned r = 0;
    for (std::size_t i = 0; i < 8; ++i)
        r |= unsigned{words[i] != 0} << i;
    return static_cast<__mmask8>(r);
}

inline __m512i _mm512_loadu_si512(const void* from) {
    __m512i r;
    std::memcpy(&r, from, sizeof(r));
    return r;
}

inline __m512i _mm512_madd52lo_epu64(__m512i sum, __m512i a, __m512i b) {
    return sum + evote::emulated::each_pair(a, b, [](__m128i x, __m128i y) {
               return evote::emulated::Product52(x, y).low();
           });
}

inline __m512i _mm512_madd52hi_epu64(__m512i sum, __m512i a, __m512i b) {
    return sum + evote::emulated::each_pair(a, b, [](__m128i x, __m128i y) {
               return evote::emulated::Product52(x, y).high();
           });
}

inline __mmask8 _mm512_test_epi64_mask(__m512i a, __m512i b) {
    return evote::emulated::bits(a, b,
                                 [](std::uint64_t x, std::uint64_t y) { return (x & y) != 0; });
}

inline __mmask8 _mm512_testn_epi64_mask(__m512i a, __m512i b) {
    return static_cast<__mmask8>(~_mm512_test_epi64_mask(a, b));
}

inline __mmask8 _mm512_cmpeq_epi64_mask(__m512i a, __m512i b) {
    return evote::emulated::bits(a, b, [](std::uint64_t x, std::uint64_t y) { return x == y; });
}

inline __mmask8 _mm512_cmplt_epu64_mask(__m512i a, __m512i b) {
    return evote::emulated::bits(a, b, [](std::uint64_t x, std::uint64_t y) { return x < y; });
}

inline __m512i _mm512_mask_blend_epi64(__mmask8 mask, __m512i a, __m512i b) {
    return evote::emulated::blend(mask, a, b);
}

inline __m512i _mm512_maskz_mov_epi64(__mmask8 mask, __m512i a) {
    return evote::emulated::blend(mask, __m512i{}, a);
}

inline __m512i _mm512_mask_add_epi64(__m512i otherwise, __mmask8 mask, __m512i a, __m512i b) {
    return evote::emulated::blend(
        mask, otherwise,
        evote::emulated::each(a, b, [](std::uint64_t x, std::uint64_t y) { return x + y; }));
}

inline __m512i _mm512_mask_sub_epi64(__m512i otherwise, __mmask8 mask, __m512i a, __m512i b) {
    return evote::emulated::blend(
        mask, otherwise,
        evote::emulated::each(a, b, [](std::uint64_t x, std::uint64_t y) { return x - y; }));
}

inline __m512i _mm512_mask_xor_epi64(__m512i otherwise, __mmask8 mask, __m512i a, __m512i b) {
    return evote::emulated::blend(mask, otherwise, a ^ b);
}

inline __m512i _mm512_permutex2var_epi64(__m512i a, __m512i index, __m512i b) {
    // For each lane that is wanted, all 16 are looked at. They are copied: g++ 12 with a sanitizer
    // of shifts or divisions reads other lanes from (k < 8 ? a : b)[k % 8] in a lambda.
    long long lanes[16];
    std::memcpy(lanes, &a, sizeof(a));
    std::memcpy(lanes + 8, &b, sizeof(b));
    const auto looked_up = [&](__m128i places, __m128i) {
        const __m128i place = _mm_and_si128(places, _mm_set1_epi64x(15));
        const __m128i twice = _mm_shuffle_epi32(place, 0xa0); // in both halves of its lane
        __m128i r = _mm_setzero_si128();
        for (int k = 0; k < 16; ++k) {
            const __m128i lane = _mm_set1_epi64x(lanes[k]);
            r = _mm_or_si128(r, _mm_and_si128(_mm_cmpeq_epi32(twice, _mm_set1_epi32(k)), lane));
        }
        return r;
    };
    return evote::emulated::each_pair(index, index, looked_up);
}

inline __m128i _mm512_maskz_cvtepi64_epi16(__mmask8 mask, __m512i a) {
    const __m512i kept = a & evote::emulated::spread(mask);
    std::uint16_t words[8];
    for (std::size_t i = 0; i < 8; ++i)
        words[i] = static_cast<std::uint16_t>(evote::emulated::lanes(kept)[i]);
    __m128i r;
    std::memcpy(&r, words, sizeof(r));
    return r;
}

inline __m256i _mm256_mul_epu32(__m256i a, __m256i b) {
    using Lanes = std::uint64_t __attribute__((vector_size(32), may_alias));
    const Lanes low = Lanes{} + 0xffffffff;
    return reinterpret_cast<__m256i>((reinterpret_cast<Lanes>(a) & low) *
                                     (reinterpret_cast<Lanes>(b) & low));
}

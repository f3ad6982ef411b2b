// SPDX-License-Identifier: Apache-2.0
// The instructions that the vector kernels use, in plain arithmetic, so that a processor without
// AVX-512 tests the kernels too. Only the programs with emulated kernels find this file in place of
// the compiler's. Names, arguments and results are those of Intel's intrinsics guide. Like the
// instructions, it chooses no branch and no address by a value.
#pragma once

#include "group/constant_time.h"

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

using __m256i = long long __attribute__((vector_size(32), may_alias));
// Behind the "=" clang would pass over the alignment.
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

/// A bit for each pair of lanes of which `holds` is true.
template <class Relation>
__mmask8 bits(__m512i a, __m512i b, Relation holds) {
    unsigned r = 0;
    for (std::size_t i = 0; i < 8; ++i)
        r |= unsigned{holds(lanes(a)[i], lanes(b)[i])} << i;
    return static_cast<__mmask8>(r);
}

/// All bits of a lane are what the mask has for it.
inline __m512i spread(__mmask8 mask) {
    Lanes r;
    for (std::size_t i = 0; i < 8; ++i)
        r[i] = evote::ct::mask_of_bit(unsigned{mask} >> i & 1U);
    return reinterpret_cast<__m512i>(r);
}

/// a where the mask has a 0, b where it has a 1.
inline __m512i blend(__mmask8 mask, __m512i a, __m512i b) {
    return a ^ ((a ^ b) & spread(mask));
}

constexpr std::uint64_t low52 = (std::uint64_t{1} << 52) - 1;

__extension__ using Product = unsigned __int128;

inline Product product52(std::uint64_t a, std::uint64_t b) {
    return Product{a & low52} * (b & low52);
}

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
    return sum + evote::emulated::each(a, b, [](std::uint64_t x, std::uint64_t y) {
               return static_cast<std::uint64_t>(evote::emulated::product52(x, y)) &
                      evote::emulated::low52;
           });
}

inline __m512i _mm512_madd52hi_epu64(__m512i sum, __m512i a, __m512i b) {
    return sum + evote::emulated::each(a, b, [](std::uint64_t x, std::uint64_t y) {
               return static_cast<std::uint64_t>(evote::emulated::product52(x, y) >> 52);
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
    evote::emulated::Lanes r{};
    for (std::size_t i = 0; i < 8; ++i)
        for (std::size_t k = 0; k < 16; ++k)
            r[i] |= evote::emulated::lanes(k < 8 ? a : b)[k % 8] &
                    evote::ct::equal(evote::emulated::lanes(index)[i] % 16, k);
    return reinterpret_cast<__m512i>(r);
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

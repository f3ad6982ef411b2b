// SPDX-License-Identifier: Apache-2.0
// Between rows in memory and lanes: eight rows of 64-bit words become vectors of one word each.
#pragma once

#include "group/backend/avx512ifma_field.h"

namespace evote::group::backend::ifma {

namespace {

/// Fills the lanes of the last vector that have no point.
constexpr EdwardsPoint identity = {
    {{0, 0, 0, 0, 0}}, {{1, 0, 0, 0, 0}}, {{1, 0, 0, 0, 0}}, {{0, 0, 0, 0, 0}}};

EVOTE_AVX512IFMA_BEGIN

/// Where each of eight lanes reads or writes.
struct ReadRows {
    const std::uint8_t* of[8];
};

struct WriteRows {
    std::uint8_t* of[8];
};

/// How many lanes of vector k a batch of n uses.
EVOTE_VECTOR_INLINE std::size_t lanes_used(std::size_t n, std::size_t k) {
    return n <= 8 * k ? 0 : n - 8 * k < 8 ? n - 8 * k : 8;
}

/// Consecutive rows; those from `count` on are `spare`.
template <class AllRows, class Byte>
EVOTE_VECTOR_INLINE AllRows rows_at(Byte* first, std::size_t stride, std::size_t count,
                                    Byte* spare) {
    AllRows rows;
    EVOTE_UNROLL
    for (std::size_t i = 0; i < 8; ++i)
        rows.of[i] = i < count ? first + i * stride : spare;
    return rows;
}

EVOTE_VECTOR_INLINE Vector load_halves(const std::uint8_t* low, const std::uint8_t* high) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(low));
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(high));
    return vector(__m512i(__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7)));
}

EVOTE_VECTOR_INLINE void store_halves(Vector vector_of_both, std::uint8_t* low,
                                      std::uint8_t* high) {
    const __m512i v = raw(vector_of_both);
    _mm256_storeu_si256(reinterpret_cast<__m256i_u*>(low),
                        __builtin_shufflevector(v, v, 0, 1, 2, 3));
    _mm256_storeu_si256(reinterpret_cast<__m256i_u*>(high),
                        __builtin_shufflevector(v, v, 4, 5, 6, 7));
}

EVOTE_VECTOR_INLINE Vector even_words(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
}

EVOTE_VECTOR_INLINE Vector odd_words(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
}

EVOTE_VECTOR_INLINE Vector even_pairs(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13);
}

EVOTE_VECTOR_INLINE Vector odd_pairs(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15);
}

EVOTE_VECTOR_INLINE Vector lower_pairs(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 0, 1, 8, 9, 2, 3, 10, 11);
}

EVOTE_VECTOR_INLINE Vector upper_pairs(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 4, 5, 12, 13, 6, 7, 14, 15);
}

/// column[j] = the 64-bit word at `offset` + 8 j bytes of the eight rows, j = 0..3.
struct Columns {
    Vector column[4];
};

EVOTE_VECTOR_INLINE Columns load_columns(const ReadRows& rows, std::size_t offset) {
    const Vector r02 = load_halves(rows.of[0] + offset, rows.of[2] + offset);
    const Vector r13 = load_halves(rows.of[1] + offset, rows.of[3] + offset);
    const Vector r46 = load_halves(rows.of[4] + offset, rows.of[6] + offset);
    const Vector r57 = load_halves(rows.of[5] + offset, rows.of[7] + offset);
    const Vector even03 = even_words(r02, r13);
    const Vector even47 = even_words(r46, r57);
    const Vector odd03 = odd_words(r02, r13);
    const Vector odd47 = odd_words(r46, r57);
    return Columns{{even_pairs(even03, even47), even_pairs(odd03, odd47), odd_pairs(even03, even47),
                    odd_pairs(odd03, odd47)}};
}

EVOTE_VECTOR_INLINE void store_columns(const Columns& c, const WriteRows& rows,
                                       std::size_t offset) {
    const Vector even01 = even_words(c.column[0], c.column[1]);
    const Vector even23 = even_words(c.column[2], c.column[3]);
    const Vector odd01 = odd_words(c.column[0], c.column[1]);
    const Vector odd23 = odd_words(c.column[2], c.column[3]);
    store_halves(lower_pairs(even01, even23), rows.of[0] + offset, rows.of[2] + offset);
    store_halves(lower_pairs(odd01, odd23), rows.of[1] + offset, rows.of[3] + offset);
    store_halves(upper_pairs(even01, even23), rows.of[4] + offset, rows.of[6] + offset);
    store_halves(upper_pairs(odd01, odd23), rows.of[5] + offset, rows.of[7] + offset);
}

/// (low >> Right | high << Left), the low Bits bits.
template <int Right, int Left>
EVOTE_VECTOR_INLINE Vector join(Vector low, Vector high, std::uint64_t mask) {
    return (((low >> Right) | (high << Left)) & all(mask));
}

/// From 256-bit numbers; the top bit, 2^255, is ignored.
EVOTE_VECTOR_INLINE Sum limbs_of_words(const Columns& w) {
    return Sum{{(w.column[0] & all(mask52)), join<52, 12>(w.column[0], w.column[1], mask52),
                join<40, 24>(w.column[1], w.column[2], mask52),
                join<28, 36>(w.column[2], w.column[3], mask52),
                ((w.column[3] >> 16) & all(mask47))}};
}

/// From exact limbs to 256-bit numbers.
EVOTE_VECTOR_INLINE Columns words_of_limbs(const Sum& a) {
    constexpr std::uint64_t every = ~std::uint64_t{0};
    return Columns{
        {join<0, 52>(a.limb[0], a.limb[1], every), join<12, 40>(a.limb[1], a.limb[2], every),
         join<24, 28>(a.limb[2], a.limb[3], every), join<36, 16>(a.limb[3], a.limb[4], every)}};
}

constexpr std::uint64_t mask51 = (std::uint64_t{1} << 51) - 1;

/// (low >> Right) + (high << Left mod 2^52): limb i of radix 2^52 has its upper part from limb i +
/// 1 of radix 2^51.
template <int Right, int Left>
EVOTE_VECTOR_INLINE Vector widen(Vector low, Vector high) {
    return ((low >> Right) + ((high << Left) & all(mask52)));
}

/// From radix 2^51, limbs below 2^52: each limb of the result is below 2^53, limb 4 below 2^48.
EVOTE_VECTOR_INLINE Factor from_radix51(const Vector (&a)[5]) {
    return carry(Sum{{widen<0, 51>(a[0], a[1]), widen<1, 50>(a[1], a[2]), widen<2, 49>(a[2], a[3]),
                      widen<3, 48>(a[3], a[4]), (a[4] >> 4)}});
}

/// To radix 2^51: limbs 0 to 3 below 2^51, limb 4 below 2^51 + 2^49.
EVOTE_VECTOR_INLINE void to_radix51(const Factor& factor, Vector (&r)[5]) {
    const Sum a = masked(factor);
    r[0] = (a.limb[0] & all(mask51));
    r[1] = join<51, 1>(a.limb[0], a.limb[1], mask51);
    r[2] = join<50, 2>(a.limb[1], a.limb[2], mask51);
    r[3] = join<49, 3>(a.limb[2], a.limb[3], mask51);
    r[4] = join<48, 4>(a.limb[3], a.limb[4], ~std::uint64_t{0});
}

/// The four coordinates of eight points.
struct Coordinates {
    Factor x;
    Factor y;
    Factor z;
    Factor t;
};

[[gnu::noinline]] inline Coordinates load_points(const ReadRows& rows) {
    Vector v[20];
    EVOTE_UNROLL
    for (std::size_t block = 0; block < 5; ++block) {
        const Columns c = load_columns(rows, 32 * block);
        EVOTE_UNROLL
        for (std::size_t j = 0; j < 4; ++j)
            v[4 * block + j] = c.column[j];
    }
    const Vector x[5] = {v[0], v[1], v[2], v[3], v[4]};
    const Vector y[5] = {v[5], v[6], v[7], v[8], v[9]};
    const Vector z[5] = {v[10], v[11], v[12], v[13], v[14]};
    const Vector t[5] = {v[15], v[16], v[17], v[18], v[19]};
    return Coordinates{from_radix51(x), from_radix51(y), from_radix51(z), from_radix51(t)};
}

/// Eight points of an array, or fewer, filled up with identities.
EVOTE_VECTOR_INLINE Coordinates load_eight(const EdwardsPoint* points, std::size_t used) {
    return load_points(rows_at<ReadRows>(reinterpret_cast<const std::uint8_t*>(points),
                                         sizeof(EdwardsPoint), used,
                                         reinterpret_cast<const std::uint8_t*>(&identity)));
}

[[gnu::noinline]] inline void store_points(const Coordinates& p, const WriteRows& rows) {
    Vector x[5];
    Vector y[5];
    Vector z[5];
    Vector t[5];
    to_radix51(p.x, x);
    to_radix51(p.y, y);
    to_radix51(p.z, z);
    to_radix51(p.t, t);
    store_columns(Columns{{x[0], x[1], x[2], x[3]}}, rows, 0);
    store_columns(Columns{{x[4], y[0], y[1], y[2]}}, rows, 32);
    store_columns(Columns{{y[3], y[4], z[0], z[1]}}, rows, 64);
    store_columns(Columns{{z[2], z[3], z[4], t[0]}}, rows, 96);
    store_columns(Columns{{t[1], t[2], t[3], t[4]}}, rows, 128);
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

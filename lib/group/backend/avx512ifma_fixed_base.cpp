// SPDX-License-Identifier: Apache-2.0
// Multiples of one point, constant time: eight scalars a vector, four vectors a pass over the
// table.
//
// A scalar has 43 odd digits of 6 bits (avx512ifma_odd.h): k = sum of (2 u_w - 63) * 64^w. The
// table has the 32 odd multiples of 64^w * base, for each w. Every lookup reads a whole row; the
// digits only choose inside registers.
#include "base/secret.h"
#include "group/backend/avx512ifma.h"
#include "group/backend/avx512ifma_odd.h"
#include "group/backend/avx512ifma_point.h"

namespace evote::group::backend::ifma {

namespace {

constexpr int base_window_bits = 6;
constexpr std::size_t base_windows = 43;
constexpr std::size_t base_entries = 32;
constexpr std::size_t limbs_per_entry = 15;

/// word[w][l][j] is limb l of (2 j + 1) * 64^w * base: Y + X, Y - X and 2 d T, five limbs each.
struct Table {
    std::uint64_t word[base_windows][limbs_per_entry][base_entries];
};

static_assert(sizeof(Table) == fixed_base_table_size);

EVOTE_AVX512IFMA_BEGIN

// Filling the table.

constexpr std::size_t base_vectors = (base_windows + 7) / 8;

EVOTE_VECTOR_INLINE Point select(__mmask8 yes, const Point& a, const Point& b) {
    return Point{select(yes, a.sum, b.sum), select(yes, a.difference, b.difference),
                 select(yes, a.z, b.z), select(yes, a.t, b.t)};
}

/// 64^w * base in lane w % 8 of vector w / 8.
void powers_of_base(const EdwardsPoint& base, Point (&bases)[base_vectors]) {
    const auto* row = reinterpret_cast<const std::uint8_t*>(&base);
    Point p = point_of(load_points(rows_at<ReadRows>(row, 0, 8, row)));
    for (Point& vector_of_bases : bases)
        vector_of_bases = p;
    for (std::size_t w = 1; w < base_windows; ++w) {
        for (int i = 0; i < base_window_bits; ++i)
            p = double_of(p);
        bases[w / 8] = select(static_cast<__mmask8>(1U << (w % 8)), p, bases[w / 8]);
    }
}

/// Entry j of the windows from `first` on, whose affine forms are in the lanes.
void store_entries(Table& table, std::size_t first, std::size_t j, const Point& p,
                   const Factor& z_inverse) {
    const Sum coordinates[3] = {masked(p.sum * z_inverse), masked(p.difference * z_inverse),
                                masked(p.t * z_inverse * constant(limbs_twice_d))};
    for (std::size_t l = 0; l < limbs_per_entry; ++l)
        for (std::size_t lane = 0; lane < 8 && first + lane < base_windows; ++lane)
            table.word[first + lane][l][j] = coordinates[l / 5].limb[l % 5][lane];
}

/// The odd multiples of eight bases.
void fill_windows(Table& table, std::size_t first, const Point& base) {
    const Addend twice = addend_of(double_of(base));
    Point multiples[base_entries];
    Factor before[base_entries]; // product of the Z of all entries before
    multiples[0] = base;
    before[0] = small(1);
    for (std::size_t j = 1; j < base_entries; ++j) {
        multiples[j] = add(multiples[j - 1], twice);
        before[j] = before[j - 1] * multiples[j - 1].z;
    }
    Factor inverse = invert(before[base_entries - 1] * multiples[base_entries - 1].z);
    for (std::size_t j = base_entries; j-- > 0;) {
        store_entries(table, first, j, multiples[j], inverse * before[j]);
        inverse = inverse * multiples[j].z;
    }
}

// Using it.

/// The number u of eight scalars, in six limbs of 52 bits.
struct Digits {
    Vector limb[6];
};

EVOTE_VECTOR_INLINE Digits base_digits_of(const ReadRows& scalars) {
    const Halves half = halves_of_odd(scalars);
    Digits u;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        u.limb[i] = half.limb[i];
    // (64^43 - 1) / 2 + 1/2 = 2^257, bit 49 of limb 4: u is below 2^253 without it.
    u.limb[4] |= all(std::uint64_t{1} << 49);
    u.limb[5] = all(0);
    return u;
}

EVOTE_VECTOR_INLINE Vector digit(const Digits& u, std::size_t window) {
    const std::size_t bit = window * base_window_bits;
    const Vector low = u.limb[bit / 52] & all(mask52);
    return ((low >> (bit % 52)) | (u.limb[bit / 52 + 1] << (52 - bit % 52))) &
           all(2 * base_entries - 1);
}

EVOTE_VECTOR_INLINE Vector look_up(const std::uint64_t (&row)[base_entries], Vector index,
                                   __mmask8 upper_half) {
    const auto* words = reinterpret_cast<const __m512i*>(row);
    const __m512i lower = _mm512_permutex2var_epi64(words[0], raw(index), words[1]);
    const __m512i upper = _mm512_permutex2var_epi64(words[2], raw(index), words[3]);
    return vector(_mm512_mask_blend_epi64(upper_half, lower, upper));
}

/// p + the multiples that u_w says: (2 u_w - 63) * 64^w * base.
EVOTE_VECTOR_INLINE Point add_entry(const Point& p,
                                    const std::uint64_t (&rows)[limbs_per_entry][base_entries],
                                    Vector u_w) {
    const __mmask8 minus = _mm512_testn_epi64_mask(raw(u_w), raw(all(base_entries)));
    // u_w - 32, or 31 - u_w where that is below 0.
    const Vector index =
        vector(_mm512_mask_xor_epi64(raw(u_w), minus, raw(u_w), raw(all(base_entries - 1))));
    const __mmask8 upper = _mm512_test_epi64_mask(raw(index), raw(all(base_entries / 2)));
    Factor sum;
    Factor difference;
    Factor t2d;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i) {
        sum.limb[i] = look_up(rows[i], index, upper);
        difference.limb[i] = look_up(rows[5 + i], index, upper);
        t2d.limb[i] = look_up(rows[10 + i], index, upper);
    }
    const AffineAddend q{select(minus, difference, sum), select(minus, sum, difference), t2d};
    return finish(begin_add(p, q, minus));
}

constexpr std::size_t vectors_per_pass = 4;

/// Adds the multiples of n scalars, at most 8 * vectors_per_pass, to what is in `out`.
void multiply_base_together(const Table& table, const std::uint8_t* scalars, std::size_t n,
                            EdwardsPoint* out) {
    static constexpr std::uint8_t zero[scalar_size] = {};
    Digits digits[vectors_per_pass];
    Point sums[vectors_per_pass];
    const std::size_t vectors = (n + 7) / 8;
    for (std::size_t v = 0; v < vectors; ++v) {
        digits[v] = base_digits_of(rows_at<ReadRows>(scalars + 8 * v * scalar_size, scalar_size,
                                                     lanes_used(n, v), zero + 0));
        sums[v] = point_of(load_points(rows_at<ReadRows>(
            reinterpret_cast<const std::uint8_t*>(out + 8 * v), sizeof(EdwardsPoint),
            lanes_used(n, v), reinterpret_cast<const std::uint8_t*>(&identity))));
    }
    for (std::size_t w = 0; w < base_windows; ++w)
        for (std::size_t v = 0; v < vectors; ++v)
            sums[v] = add_entry(sums[v], table.word[w], digit(digits[v], w));
    EdwardsPoint unused;
    for (std::size_t v = 0; v < vectors; ++v)
        store_points(coordinates_of(sums[v]),
                     rows_at<WriteRows>(reinterpret_cast<std::uint8_t*>(out + 8 * v),
                                        sizeof(EdwardsPoint), lanes_used(n, v),
                                        reinterpret_cast<std::uint8_t*>(&unused)));
    wipe(digits, sizeof digits);
}

EVOTE_TARGET_END

} // namespace

EVOTE_AVX512IFMA_BEGIN

void fixed_base_table(const EdwardsPoint* base, void* memory) {
    auto& table = *static_cast<Table*>(memory);
    Point bases[base_vectors];
    powers_of_base(*base, bases);
    for (std::size_t i = 0; i < base_vectors; ++i)
        fill_windows(table, 8 * i, bases[i]);
}

void fixed_base_add(const void* table, const std::uint8_t* scalars, std::size_t n,
                    EdwardsPoint* sums) {
    constexpr std::size_t together = 8 * vectors_per_pass;
    for (std::size_t i = 0; i < n; i += together)
        multiply_base_together(*static_cast<const Table*>(table), scalars + i * scalar_size,
                               n - i < together ? n - i : together, sums + i);
}

EVOTE_TARGET_END

} // namespace evote::group::backend::ifma

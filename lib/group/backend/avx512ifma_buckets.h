// SPDX-License-Identifier: Apache-2.0
// The vector steps of the multi-scalar multiplication: points to addends, scalars to digits,
// addends into buckets, buckets to window sums. Public data only.
#pragma once

#include "group/backend/avx512ifma_point.h"
#include "group/backend/avx512ifma_sort.h"

namespace evote::group::backend::ifma {

namespace {

/// Bytes of an affine point in memory: Y + X and Y - X (limbs 0 to 3 each), then their limbs 4 and
/// that of 2 d T and a gap, then limbs 0 to 3 of 2 d T. Two cache lines.
constexpr std::size_t addend_record = 128;
/// Bytes of a point in memory: limbs 0 to 3 of its four coordinates, then their limbs 4.
constexpr std::size_t point_record = 160;

EVOTE_AVX512IFMA_BEGIN

EVOTE_VECTOR_INLINE Columns lower_limbs(const Factor& a) {
    return Columns{{a.limb[0], a.limb[1], a.limb[2], a.limb[3]}};
}

EVOTE_VECTOR_INLINE Factor factor_of(const Columns& lower, Vector limb4) {
    return Factor{{lower.column[0], lower.column[1], lower.column[2], lower.column[3], limb4}};
}

EVOTE_VECTOR_INLINE void store_records(const Addend& p, const WriteRows& rows) {
    store_columns(lower_limbs(p.sum), rows, 0);
    store_columns(lower_limbs(p.difference), rows, 32);
    store_columns(lower_limbs(p.z), rows, 64);
    store_columns(lower_limbs(p.t2d), rows, 96);
    store_columns(Columns{{p.sum.limb[4], p.difference.limb[4], p.z.limb[4], p.t2d.limb[4]}}, rows,
                  128);
}

EVOTE_VECTOR_INLINE Addend load_records(const ReadRows& rows) {
    const Columns limbs4 = load_columns(rows, 128);
    return Addend{factor_of(load_columns(rows, 0), limbs4.column[0]),
                  factor_of(load_columns(rows, 32), limbs4.column[1]),
                  factor_of(load_columns(rows, 64), limbs4.column[2]),
                  factor_of(load_columns(rows, 96), limbs4.column[3])};
}

EVOTE_VECTOR_INLINE void store_addends(const AffineAddend& p, const WriteRows& rows) {
    store_columns(lower_limbs(p.sum), rows, 0);
    store_columns(lower_limbs(p.difference), rows, 32);
    store_columns(Columns{{p.sum.limb[4], p.difference.limb[4], p.t2d.limb[4], all(0)}}, rows, 64);
    store_columns(lower_limbs(p.t2d), rows, 96);
}

/// Eight addends, and which lanes are to be subtracted; in those the first two coordinates are read
/// in each other's place, hence swapped.
struct SignedAddends {
    AffineAddend addend;
    __mmask8 minus;
};

EVOTE_VECTOR_INLINE SignedAddends load_addends(const std::uint8_t* addends,
                                               const std::uint32_t* entries) {
    ReadRows rows;
    ReadRows sum_rows;
    ReadRows difference_rows;
    EVOTE_UNROLL
    for (int i = 0; i < 8; ++i) {
        const std::size_t swap = std::size_t{entries[i] & 1} * 32;
        rows.of[i] = addends + std::size_t{entries[i] >> 1} * addend_record;
        sum_rows.of[i] = rows.of[i] + swap;
        difference_rows.of[i] = rows.of[i] + (swap ^ 32);
    }
    const __m256i signs = _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(entries));
    SignedAddends r;
    r.minus = _mm256_test_epi32_mask(signs, _mm256_set1_epi32(1));
    const Columns limbs4 = load_columns(rows, 64);
    const __m512i sum4 = raw(limbs4.column[0]);
    const __m512i difference4 = raw(limbs4.column[1]);
    r.addend.sum = factor_of(load_columns(sum_rows, 0),
                             vector(_mm512_mask_blend_epi64(r.minus, sum4, difference4)));
    r.addend.difference = factor_of(load_columns(difference_rows, 0),
                                    vector(_mm512_mask_blend_epi64(r.minus, difference4, sum4)));
    r.addend.t2d = factor_of(load_columns(rows, 96), limbs4.column[2]);
    return r;
}

/// The addend as a point, scaled by 4: with S = y + x, D = y - x: 4 x y = S^2 - D^2, signs
/// included.
EVOTE_VECTOR_INLINE Point first_point(const AffineAddend& a) {
    Sum sum = masked(a.sum);
    Sum difference = masked(a.difference);
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i) {
        sum.limb[i] <<= 2;
        difference.limb[i] <<= 2;
    }
    return Point{carry(sum), carry(difference), small(4),
                 carry(square_sum(a.sum) + multiple_of_p() - square_sum(a.difference))};
}

/// Adds up one group of 16 buckets. `entries` are its 16 * steps entries, with more after them to
/// look ahead.
struct GroupSums {
    Addend half[2];
};

constexpr std::size_t steps_ahead = 4;

EVOTE_VECTOR_INLINE void prefetch_addends(const std::uint8_t* addends,
                                          const std::uint32_t* entries) {
    EVOTE_UNROLL
    for (std::size_t i = 0; i < bucket_lanes; ++i) {
        const std::uint8_t* row = addends + std::size_t{entries[i] >> 1} * addend_record;
        _mm_prefetch(reinterpret_cast<const char*>(row), _MM_HINT_T0);
        _mm_prefetch(reinterpret_cast<const char*>(row + 64), _MM_HINT_T0);
    }
}

inline GroupSums add_up_group(const std::uint8_t* addends, const std::uint32_t* entries,
                              std::size_t steps) {
    Point low = identity_point();
    Point high = identity_point();
    if (steps > 0) {
        low = first_point(load_addends(addends, entries).addend);
        high = first_point(load_addends(addends, entries + 8).addend);
    }
    for (std::size_t step = 1; step < steps; ++step) {
        entries += bucket_lanes;
        prefetch_addends(addends, entries + steps_ahead * bucket_lanes);
        // The two halves are independent: one fills the other's gaps.
        const SignedAddends a = load_addends(addends, entries);
        const Halfway low_half = begin_add(low, a.addend, a.minus);
        const SignedAddends b = load_addends(addends, entries + 8);
        const Halfway high_half = begin_add(high, b.addend, b.minus);
        low = finish(low_half);
        high = finish(high_half);
    }
    return GroupSums{{addend_of(low), addend_of(high)}};
}

/// Digits of window w of eight scalars, as sort.h wants them. `words` are the recoded scalars,
/// `stride` between the first and the second word of a scalar.
EVOTE_VECTOR_INLINE __m128i eight_digits(const std::uint64_t* words, std::size_t stride,
                                         const Windows& windows, unsigned w) {
    const unsigned offset = windows.offset(w);
    const unsigned width = windows.width(w);
    const std::uint64_t* low_words = words + offset / 64 * stride;
    const Vector low = vector(_mm512_loadu_si512(low_words));
    const Vector high = offset / 64 == 3 ? all(0) : vector(_mm512_loadu_si512(low_words + stride));
    const Vector plain = ((low >> (offset % 64)) | ((high << 1) << (63 - offset % 64))) &
                         all((std::uint64_t{1} << width) - 1);
    // The last digit has no offset in it and is not negative.
    const Vector half = all(w + 1 == windows.count ? 0 : std::uint64_t{1} << (width - 1));
    const __mmask8 negative = _mm512_cmplt_epu64_mask(raw(plain), raw(half));
    const Vector positive_digit = plain - half;
    const Vector negative_digit = (half - plain) | all(digit_sign);
    return _mm512_maskz_cvtepi64_epi16(
        0xff, _mm512_mask_blend_epi64(negative, raw(positive_digit), raw(negative_digit)));
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

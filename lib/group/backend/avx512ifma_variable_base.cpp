// SPDX-License-Identifier: Apache-2.0
// Multiples of many points, constant time: eight points and scalars a vector. A scalar has 64 odd
// digits of 4 bits (avx512ifma_odd.h), and each lane a table of 1, 3, 5, ... 15 times its point.
// The whole table is read for every digit; masks decide in registers which entry is kept. Between
// two digits the sum is doubled four times; only the last doubling computes T, which only additions
// need.
#include "base/secret.h"
#include "group/backend/avx512ifma.h"
#include "group/backend/avx512ifma_odd.h"
#include "group/backend/avx512ifma_point.h"

namespace evote::group::backend::ifma {

namespace {

constexpr std::size_t digit_bits = 4;
constexpr std::size_t digits_of_scalar = 64;
constexpr std::size_t odd_multiples = 8;
constexpr std::size_t digits_per_limb = 52 / digit_bits;

EVOTE_AVX512IFMA_BEGIN

/// What one vector is multiplied with; derived from secrets, so it is wiped.
struct Work {
    Addend multiples[odd_multiples]; // 1, 3, 5, ... times the points
    Halves digits;                   // the number u of the scalars
};

/// The odd multiples of eight points.
void fill(Addend (&multiples)[odd_multiples], const Point& point) {
    const Addend twice = addend_of(double_of(point));
    Point multiple = point;
    multiples[0] = addend_of(multiple);
    for (std::size_t i = 1; i < odd_multiples; ++i) {
        multiple = add(multiple, twice);
        multiples[i] = addend_of(multiple);
    }
}

/// u = (k + 16^64 - 1) / 2 = (k - 1) / 2 + 2^255, bit 47 of limb 4.
EVOTE_VECTOR_INLINE Halves halves_of(const ReadRows& scalars) {
    Halves u = halves_of_odd(scalars);
    u.limb[4] |= all(std::uint64_t{1} << 47);
    return u;
}

/// What a digit says to add.
struct Choice {
    Addend addend;
    __mmask8 minus; // as begin_add takes it
};

/// (2 u_w - 15) times the points.
EVOTE_VECTOR_INLINE Choice choose(const Work& work, std::size_t w) {
    const Vector digit =
        work.digits.limb[w / digits_per_limb] >> static_cast<int>(w % digits_per_limb * digit_bits);
    const __mmask8 minus = _mm512_testn_epi64_mask(raw(digit), raw(all(odd_multiples)));
    // u_w - 8, or 7 - u_w where that is below 0.
    const Vector index =
        vector(_mm512_mask_xor_epi64(raw(digit), minus, raw(digit), raw(all(odd_multiples - 1)))) &
        all(odd_multiples - 1);
    Addend q = work.multiples[0];
    EVOTE_UNROLL
    for (std::size_t i = 1; i < odd_multiples; ++i) {
        const __mmask8 here = _mm512_cmpeq_epi64_mask(raw(index), raw(all(i)));
        const Addend& entry = work.multiples[i];
        q = Addend{select(here, entry.sum, q.sum), select(here, entry.difference, q.difference),
                   select(here, entry.z, q.z), select(here, entry.t2d, q.t2d)};
    }
    return Choice{
        Addend{select(minus, q.difference, q.sum), select(minus, q.sum, q.difference), q.z, q.t2d},
        minus};
}

[[gnu::noinline]] PointWithoutT double_without_t(const PointWithoutT& p) {
    return finish_without_t(begin_double(p));
}

[[gnu::noinline]] Point double_with_t(const PointWithoutT& p) {
    return finish(begin_double(p));
}

[[gnu::noinline]] Halfway begin_add_digit(const Point& p, const Work& work, std::size_t w) {
    const Choice q = choose(work, w);
    return begin_add(p, q.addend, q.minus);
}

Point multiply_eight(const Work& work) {
    // u is below 2^255 + 2^253, so the highest digit is 1 or 3; it is looked up like all others.
    const Addend highest = choose(work, digits_of_scalar - 1).addend;
    PointWithoutT sum{highest.sum, highest.difference, highest.z};
    for (std::size_t w = digits_of_scalar - 1;;) {
        for (std::size_t i = 1; i < digit_bits; ++i)
            sum = double_without_t(sum);
        const Point multiple = double_with_t(sum);
        const Halfway half = begin_add_digit(multiple, work, --w);
        if (w == 0)
            return finish(half);
        sum = finish_without_t(half);
    }
}

/// Eight points and scalars, or `n` if that is less.
void multiply_points_together(Work& work, const std::uint8_t* scalars, const EdwardsPoint* points,
                              std::size_t n, EdwardsPoint* out) {
    static constexpr std::uint8_t zero[scalar_size] = {};
    const std::size_t used = lanes_used(n, 0);
    fill(work.multiples, point_of(load_eight(points, used)));
    work.digits = halves_of(rows_at<ReadRows>(scalars, scalar_size, used, zero + 0));
    EdwardsPoint unused;
    store_points(coordinates_of(multiply_eight(work)),
                 rows_at<WriteRows>(reinterpret_cast<std::uint8_t*>(out), sizeof(EdwardsPoint),
                                    used, reinterpret_cast<std::uint8_t*>(&unused)));
}

EVOTE_TARGET_END

} // namespace

EVOTE_AVX512IFMA_BEGIN

void variable_base(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                   EdwardsPoint* out) {
    Work work;
    for (std::size_t i = 0; i < n; i += 8)
        multiply_points_together(work, scalars + i * scalar_size, points + i, n - i, out + i);
    wipe(&work, sizeof work);
}

EVOTE_TARGET_END

} // namespace evote::group::backend::ifma

// SPDX-License-Identifier: Apache-2.0
// Arithmetic modulo p = 2^255 - 19 in radix 2^51 with 64-bit words. Constant time throughout.
//
// Bounds. Three sizes of limbs occur, and every function says which it takes and returns:
//   tight  below 2^51 + 2^15    results of multiplication and carry
//   loose  below 2^53 - 76      sums of two tight ones, points of unknown origin (below 2^52)
//   wide   below 2^54           what multiplication takes; differences
// A product of wide operands: a column has five products below 2^108. In column 0 four of them are
// taken times 19, so it is below 77 * 2^108 and what it carries below 2^63.3; in column 3 one is
// (23 * 2^108, carry below 2^61.6); in column 4 none is (5 * 2^108, carry below 2^59.4, times 19
// below 2^63.7). So every limb fits a word after the first pass, limb 4 below 2^61.7. What the
// second pass moves is below 2^12.8, and to limb 0 below 19 * 2^10.7 < 2^15.
#pragma once

#include "evote/bytes.h"
#include "group/constant_time.h"
#include "group/edwards_point.h"

#include <cstddef>
#include <cstdint>

namespace evote::group::field25519 {

__extension__ using Uint128 = unsigned __int128;

inline constexpr std::uint64_t mask51 = (std::uint64_t{1} << 51) - 1;

inline constexpr FieldElement zero{{0, 0, 0, 0, 0}};
inline constexpr FieldElement one{{1, 0, 0, 0, 0}};
/// d = -121665/121666, the curve's parameter.
inline constexpr FieldElement curve_d{
    {0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
inline constexpr FieldElement curve_2d{
    {0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};
/// The constants of RFC 9496 section 4.1.
inline constexpr FieldElement sqrt_m1{
    {0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};
inline constexpr FieldElement sqrt_ad_minus_one{
    {0x7f6a0497b2e1b, 0x1836f0a97afd2, 0x7d747f6be7638, 0x456079e7e6498, 0x376931bf2b834}};
inline constexpr FieldElement invsqrt_a_minus_d{
    {0x0fdaa805d40ea, 0x2eb482e57d339, 0x07610274bc58, 0x6510b613dc8ff, 0x786c8905cfaff}};
inline constexpr FieldElement one_minus_d_sq{
    {0x409c1945fc176, 0x719abc6a1fc4f, 0x1c37f90b20684, 0x06bccca55eedf, 0x029072a8b2b3e}};
inline constexpr FieldElement d_minus_one_sq{
    {0x55aaa44ed4d20, 0x59603c3332635, 0x26d3baf4a7928, 0x120a66e6997a9, 0x5968b37af66c2}};

/// loose or tight + tight; the limbs are just added.
inline FieldElement add(const FieldElement& a, const FieldElement& b) {
    return {{a.limb[0] + b.limb[0], a.limb[1] + b.limb[1], a.limb[2] + b.limb[2],
             a.limb[3] + b.limb[3], a.limb[4] + b.limb[4]}};
}

/// a - b + 2p for limbs of b below 2^52 - 38: with tight operands the result is below 2^52.6.
inline FieldElement sub_tight(const FieldElement& a, const FieldElement& b) {
    constexpr std::uint64_t low = (std::uint64_t{1} << 52) - 38;
    constexpr std::uint64_t rest = (std::uint64_t{1} << 52) - 2;
    return {{a.limb[0] + low - b.limb[0], a.limb[1] + rest - b.limb[1],
             a.limb[2] + rest - b.limb[2], a.limb[3] + rest - b.limb[3],
             a.limb[4] + rest - b.limb[4]}};
}

/// loose - loose gives wide: a - b + 4p.
inline FieldElement sub(const FieldElement& a, const FieldElement& b) {
    constexpr std::uint64_t low = (std::uint64_t{1} << 53) - 76;
    constexpr std::uint64_t rest = (std::uint64_t{1} << 53) - 4;
    return {{a.limb[0] + low - b.limb[0], a.limb[1] + rest - b.limb[1],
             a.limb[2] + rest - b.limb[2], a.limb[3] + rest - b.limb[3],
             a.limb[4] + rest - b.limb[4]}};
}

/// Any limbs give tight ones if limb 4 is below 2^61.7.
[[gnu::always_inline]] inline FieldElement carry(const FieldElement& a) {
    const std::uint64_t c0 = a.limb[0] >> 51;
    const std::uint64_t c1 = a.limb[1] >> 51;
    const std::uint64_t c2 = a.limb[2] >> 51;
    const std::uint64_t c3 = a.limb[3] >> 51;
    const std::uint64_t c4 = a.limb[4] >> 51;
    return {{(a.limb[0] & mask51) + 19 * c4, (a.limb[1] & mask51) + c0, (a.limb[2] & mask51) + c1,
             (a.limb[3] & mask51) + c2, (a.limb[4] & mask51) + c3}};
}

/// -a, loose to tight.
inline FieldElement negate(const FieldElement& a) {
    return carry(sub(zero, a));
}

namespace detail {

[[gnu::always_inline]] inline Uint128 wide_product(std::uint64_t a, std::uint64_t b) {
    return static_cast<Uint128>(a) * b;
}

/// c >> 51 for c below 2^115, spelled out: compilers make it a double shift, which is slow on some
/// processors.
inline std::uint64_t high_part(Uint128 c) {
    return (static_cast<std::uint64_t>(c >> 64) << 13) + (static_cast<std::uint64_t>(c) >> 51);
}

/// Carries five columns into tight limbs; the bounds are at the top of this file. Each of two
/// passes moves all carries at once: none waits for another, and none is added to 128 bits, for
/// which g++ goes through memory.
[[gnu::always_inline]] inline FieldElement carry_columns(Uint128 c0, Uint128 c1, Uint128 c2,
                                                         Uint128 c3, Uint128 c4) {
    const auto low_part = [](Uint128 c) { return static_cast<std::uint64_t>(c) & mask51; };
    return carry({{low_part(c0) + 19 * high_part(c4), low_part(c1) + high_part(c0),
                   low_part(c2) + high_part(c1), low_part(c3) + high_part(c2),
                   low_part(c4) + high_part(c3)}});
}

} // namespace detail

/// wide * wide gives tight.
[[gnu::always_inline]] inline FieldElement mul(const FieldElement& a, const FieldElement& b) {
    using detail::wide_product;
    const auto& [a0, a1, a2, a3, a4] = a.limb;
    const auto& [b0, b1, b2, b3, b4] = b.limb;
    const std::uint64_t b1_19 = 19 * b1;
    const std::uint64_t b2_19 = 19 * b2;
    const std::uint64_t b3_19 = 19 * b3;
    const std::uint64_t b4_19 = 19 * b4;
    return detail::carry_columns(
        wide_product(a0, b0) + wide_product(a1, b4_19) + wide_product(a2, b3_19) +
            wide_product(a3, b2_19) + wide_product(a4, b1_19),
        wide_product(a0, b1) + wide_product(a1, b0) + wide_product(a2, b4_19) +
            wide_product(a3, b3_19) + wide_product(a4, b2_19),
        wide_product(a0, b2) + wide_product(a1, b1) + wide_product(a2, b0) +
            wide_product(a3, b4_19) + wide_product(a4, b3_19),
        wide_product(a0, b3) + wide_product(a1, b2) + wide_product(a2, b1) + wide_product(a3, b0) +
            wide_product(a4, b4_19),
        wide_product(a0, b4) + wide_product(a1, b3) + wide_product(a2, b2) + wide_product(a3, b1) +
            wide_product(a4, b0));
}

/// a * a, wide to tight.
[[gnu::always_inline]] inline FieldElement square(const FieldElement& a) {
    using detail::wide_product;
    const auto& [a0, a1, a2, a3, a4] = a.limb;
    const std::uint64_t a0_2 = 2 * a0;
    const std::uint64_t a1_2 = 2 * a1;
    const std::uint64_t a3_19 = 19 * a3;
    const std::uint64_t a4_19 = 19 * a4;
    const std::uint64_t a4_38 = 2 * a4_19;
    return detail::carry_columns(
        wide_product(a0, a0) + wide_product(a1, a4_38) + wide_product(2 * a2, a3_19),
        wide_product(a0_2, a1) + wide_product(a2, a4_38) + wide_product(a3, a3_19),
        wide_product(a0_2, a2) + wide_product(a1, a1) + wide_product(a3, a4_38),
        wide_product(a0_2, a3) + wide_product(a1_2, a2) + wide_product(a4, a4_19),
        wide_product(a0_2, a4) + wide_product(a1_2, a3) + wide_product(a2, a2));
}

/// a where the mask is set, otherwise b.
inline FieldElement select(ct::Mask mask, const FieldElement& a, const FieldElement& b) {
    FieldElement r;
    for (int i = 0; i < 5; ++i)
        r.limb[i] = ct::select(mask, a.limb[i], b.limb[i]);
    return r;
}

/// -a where the mask is set, otherwise a; loose to wide.
inline FieldElement negate_if(ct::Mask mask, const FieldElement& a) {
    return select(mask, sub(zero, a), a);
}

/// The 32 little-endian bytes of the value in [0, p). Any limbs below 2^59.
void encode(const FieldElement& a, std::uint8_t* out);

/// 255 bits from 32 little-endian bytes; the highest bit is ignored, values from p on are taken
/// modulo p.
FieldElement decode(const std::uint8_t* bytes);

/// The value in [0, p) in limbs below 2^51. Any limbs below 2^59.
FieldElement reduce(const FieldElement& a);

/// Set if the value in [0, p) is odd, "negative" in RFC 9496 section 4.1.
inline ct::Mask is_negative(const FieldElement& a) {
    return ct::mask_of_bit(reduce(a).limb[0] & 1);
}

inline ct::Mask is_zero(const FieldElement& a) {
    const FieldElement r = reduce(a);
    return ct::is_zero(r.limb[0] | r.limb[1] | r.limb[2] | r.limb[3] | r.limb[4]);
}

/// The one of a and -a that is not negative; loose to wide.
inline FieldElement abs(const FieldElement& a) {
    return negate_if(is_negative(a), a);
}

/// Powers of N elements side by side: a chain of squarings waits for each product, so several at
/// once take little more time than one.
template <std::size_t N>
struct Several {
    FieldElement lane[N];
};

template <std::size_t N>
inline Several<N> mul(const Several<N>& a, const Several<N>& b) {
    Several<N> r;
    for (std::size_t i = 0; i < N; ++i)
        r.lane[i] = mul(a.lane[i], b.lane[i]);
    return r;
}

template <std::size_t N>
inline Several<N> square_times(Several<N> a, int times) {
    for (; times > 0; --times)
        for (std::size_t i = 0; i < N; ++i)
            a.lane[i] = square(a.lane[i]);
    return a;
}

/// a^(2^250 - 1), and on the way a^11.
template <std::size_t N>
inline Several<N> power_2_250_minus_1(const Several<N>& a, Several<N>& a11) {
    const Several<N> a2 = square_times(a, 1);
    const Several<N> a9 = mul(a, square_times(a2, 2));
    a11 = mul(a9, a2);
    // eN is a^(2^N - 1).
    const Several<N> e5 = mul(square_times(a11, 1), a9);
    const Several<N> e10 = mul(square_times(e5, 5), e5);
    const Several<N> e20 = mul(square_times(e10, 10), e10);
    const Several<N> e40 = mul(square_times(e20, 20), e20);
    const Several<N> e50 = mul(square_times(e40, 10), e10);
    const Several<N> e100 = mul(square_times(e50, 50), e50);
    const Several<N> e200 = mul(square_times(e100, 100), e100);
    return mul(square_times(e200, 50), e50);
}

/// a^((p - 5) / 8) = a^(2^252 - 3).
template <std::size_t N>
inline Several<N> power_for_sqrt(const Several<N>& a) {
    Several<N> a11;
    const Several<N> e250 = power_2_250_minus_1(a, a11);
    return mul(square_times(e250, 2), a);
}

/// 1/a = a^(p - 2); 0 for 0.
FieldElement invert(const FieldElement& a);

/// Replaces each of n tight elements, none of them 0, by its inverse: one inversion for all
/// (Montgomery). `scratch` has room for n.
void invert_batch(FieldElement* elements, std::size_t n, FieldElement* scratch);

struct Sqrt {
    ct::Mask was_square;
    FieldElement root; ///< not negative; wide
};

/// SQRT_RATIO_M1(1, v) of RFC 9496 section 4.2 from v and its power_for_sqrt. The RFC starts from
/// v^3 (v^7)^((p - 5) / 8) instead, which is v^(3 (p - 1) / 4) times that, a fourth root of 1; such
/// a factor only affects the sign of the root, which is chosen in the end.
Sqrt finish_inverse_sqrt(const FieldElement& v, const FieldElement& candidate);

/// SQRT_RATIO_M1(u, v) of RFC 9496 section 4.2.
Sqrt sqrt_ratio(const FieldElement& u, const FieldElement& v);

} // namespace evote::group::field25519

// SPDX-License-Identifier: Apache-2.0
// Canonical form, inverses and inverse square roots of eight field elements at a time.
#pragma once

#include "group/backend/avx512ifma_field.h"

namespace evote::group::backend::ifma {

namespace {

constexpr std::uint64_t limbs_d[5] = {0xb4dca135978a3, 0x4d4141d8ab75e, 0x779e89800700a,
                                      0xfe738cc740797, 0x052036cee2b6f};
constexpr std::uint64_t limbs_twice_d[5] = {0x69b9426b2f159, 0x9a8283b156ebd, 0xef3d13000e014,
                                            0xfce7198e80f2e, 0x02406d9dc56df};
constexpr std::uint64_t limbs_root_of_minus_one[5] = {
    0xe1b274a0ea0b0, 0x06ad2fe478c4e, 0xdfbd7a72f4318, 0xdf0b2b4d00993, 0x02b8324804fc1};
/// 1 / sqrt(-1 - d).
constexpr std::uint64_t limbs_inverse_root_a_minus_d[5] = {
    0x8fdaa805d40ea, 0x175a4172be99c, 0xe01d8409d2f16, 0xfca216c27b91f, 0x0786c8905cfaf};

/// As many vectors share one inversion at the most.
constexpr std::size_t vectors_per_inversion = 64;

EVOTE_AVX512IFMA_BEGIN

/// The carry out of bit 255 of a + 19, for limbs below 2^52 (limb 4: any): 0 exactly if a < p.
EVOTE_VECTOR_INLINE Vector quotient_by_p(const Sum& a) {
    Vector c = ((a.limb[0] + all(19)) >> 52);
    EVOTE_UNROLL
    for (int i = 1; i < 4; ++i)
        c = ((a.limb[i] + c) >> 52);
    return ((a.limb[4] + c) >> 47);
}

/// The one representative below p, all limbs exact. A Factor is below 2p, so one subtraction is
/// enough.
EVOTE_VECTOR_INLINE Sum canonical(const Factor& factor) {
    Sum a = masked(factor);
    const Vector q = quotient_by_p(a);
    a.limb[0] = multiply_low(a.limb[0], q, all(19));
    EVOTE_UNROLL
    for (int i = 1; i < 5; ++i) {
        a.limb[i] = carried(a.limb[i], a.limb[i - 1]);
        a.limb[i - 1] = (a.limb[i - 1] & all(mask52));
    }
    a.limb[4] = (a.limb[4] & all(mask47));
    return a;
}

/// Lanes whose canonical value is odd: "negative" in RFC 9496.
EVOTE_VECTOR_INLINE __mmask8 is_negative(const Sum& canonical_value) {
    return _mm512_test_epi64_mask(raw(canonical_value.limb[0]), raw(all(1)));
}

EVOTE_VECTOR_INLINE __mmask8 is_negative(const Factor& a) {
    return is_negative(canonical(a));
}

EVOTE_VECTOR_INLINE Factor absolute(const Factor& a) {
    return negate_if(is_negative(a), a);
}

/// Lanes that equal a small number, or its negative.
EVOTE_VECTOR_INLINE __mmask8 equals(const Sum& canonical_value, const std::uint64_t (&limbs)[5]) {
    Vector difference = (canonical_value.limb[0] ^ all(limbs[0]));
    EVOTE_UNROLL
    for (int i = 1; i < 5; ++i)
        difference = (difference | (canonical_value.limb[i] ^ all(limbs[i])));
    return _mm512_testn_epi64_mask(raw(difference), raw(difference));
}

constexpr std::uint64_t limbs_zero[5] = {0, 0, 0, 0, 0};
constexpr std::uint64_t limbs_one[5] = {1, 0, 0, 0, 0};
constexpr std::uint64_t limbs_minus_one[5] = {mask52 - 19, mask52, mask52, mask52, mask47};

/// K vectors side by side: each square waits for the previous one, and three chains fill the gaps.
template <std::size_t K>
struct Chains {
    Factor of[K];
};

template <std::size_t K>
[[gnu::noinline]] void square_times(Chains<K>& a, int times) {
    for (int n = 0; n < times; ++n) {
        EVOTE_UNROLL
        for (std::size_t k = 0; k < K; ++k)
            a.of[k] = square(a.of[k]);
    }
}

template <std::size_t K>
EVOTE_VECTOR_INLINE void multiply(Chains<K>& a, const Chains<K>& b) {
    EVOTE_UNROLL
    for (std::size_t k = 0; k < K; ++k)
        a.of[k] = a.of[k] * b.of[k];
}

/// a = a^(2^times) * b.
template <std::size_t K>
EVOTE_VECTOR_INLINE void shift_and_multiply(Chains<K>& a, int times, const Chains<K>& b) {
    square_times(a, times);
    multiply(a, b);
}

/// x becomes x^(2^250 - 1), eleventh becomes x^11.
template <std::size_t K>
[[gnu::noinline]] void power_of_ones(Chains<K>& x, Chains<K>& eleventh) {
    Chains<K> a = x;
    square_times(a, 1);
    eleventh = a;
    shift_and_multiply(eleventh, 2, x); // 9
    x = eleventh;
    multiply(eleventh, a); // 11
    a = eleventh;
    square_times(a, 1);
    multiply(a, x); // 2^5 - 1
    const Chains<K> ones5 = a;
    shift_and_multiply(a, 5, ones5);
    const Chains<K> ones10 = a;
    shift_and_multiply(a, 10, ones10);
    const Chains<K> ones20 = a;
    shift_and_multiply(a, 20, ones20);
    shift_and_multiply(a, 10, ones10);
    const Chains<K> ones50 = a;
    shift_and_multiply(a, 50, ones50);
    x = a;
    shift_and_multiply(x, 100, a); // 2^200 - 1
    shift_and_multiply(x, 50, ones50);
}

/// w becomes a candidate for 1 / sqrt(w): w^((p - 5) / 8) = w^(2^252 - 3). Constant time.
template <std::size_t K>
EVOTE_VECTOR_INLINE void inverse_root_candidates(Chains<K>& w) {
    const Chains<K> first = w;
    Chains<K> unused;
    power_of_ones(w, unused);
    shift_and_multiply(w, 2, first);
}

/// Turns candidate r into the inverse square root of w (of either sign) and returns the lanes in
/// which w is a nonzero square. For w = 0 it leaves 0; for a non-square nothing meaningful.
EVOTE_VECTOR_INLINE __mmask8 finish_inverse_root(const Factor& w, Factor& r) {
    const Sum check = canonical(w * square(r)); // a fourth root of 1
    const __mmask8 turned = equals(check, limbs_minus_one);
    r = select(turned, r * constant(limbs_root_of_minus_one), r);
    return static_cast<__mmask8>(turned | equals(check, limbs_one));
}

/// 1 / a by Fermat; 0 for 0. Constant time.
inline Factor invert(const Factor& a) {
    Chains<1> x{{a}};
    Chains<1> eleventh;
    power_of_ones(x, eleventh);
    shift_and_multiply(x, 5, eleventh); // 2^255 - 32 + 11
    return x.of[0];
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

// SPDX-License-Identifier: Apache-2.0
// Encoding ristretto255, RFC 9496 section 4.3.2: with a square root for any points, and without one
// for doubles. Constant time: lanes are selected, never branched on.
#include "group/backend/avx512ifma.h"
#include "group/backend/avx512ifma_lanes.h"
#include "group/backend/avx512ifma_root.h"

namespace evote::group::backend::ifma {

namespace {

EVOTE_AVX512IFMA_BEGIN

EVOTE_VECTOR_INLINE void store_eight(const Factor& s, std::uint8_t* out, std::size_t used) {
    std::uint8_t unused[encoded_size];
    store_columns(words_of_limbs(canonical(s)),
                  rows_at<WriteRows>(out, encoded_size, used, unused + 0), 0);
}

/// u1 and u2 of the RFC are computed again after the root: that is cheaper than keeping them.
EVOTE_VECTOR_INLINE Factor u1_of(const Coordinates& p) {
    return add(p.z, p.y) * subtract(p.z, p.y);
}

/// The encoded number of eight points, `root` being an inverse root of u1 u2^2.
EVOTE_VECTOR_INLINE Factor end_encode(const Coordinates& p, const Factor& root) {
    const Factor i = constant(limbs_root_of_minus_one);
    const Factor den1 = root * u1_of(p);
    const Factor den2 = root * (p.x * p.y);
    const Factor z_inverse = den1 * den2 * p.t;
    const __mmask8 rotate = is_negative(p.t * z_inverse);
    const Factor x = select(rotate, p.y * i, p.x);
    const Factor y = select(rotate, p.x * i, p.y);
    const Factor den = select(rotate, den1 * constant(limbs_inverse_root_a_minus_d), den2);
    return absolute(den * subtract(p.z, negate_if(is_negative(x * z_inverse), y)));
}

/// n points, at most 8 K.
template <std::size_t K>
void encode_chains(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    Chains<K> radicands;
    Chains<K> roots;
    for (std::size_t k = 0; k < K; ++k) {
        const Coordinates p = load_eight(points + 8 * k, lanes_used(n, k));
        radicands.of[k] = u1_of(p) * square(p.x * p.y);
    }
    roots = radicands;
    inverse_root_candidates(roots);
    for (std::size_t k = 0; k < K; ++k) {
        finish_inverse_root(radicands.of[k], roots.of[k]);
        const Coordinates p = load_eight(points + 8 * k, lanes_used(n, k));
        store_eight(end_encode(p, roots.of[k]), out + 8 * k * encoded_size, lanes_used(n, k));
    }
}

// Doubles. With E = 2 X Y, F = Z^2 + d T^2, G = Y^2 + X^2, H = Z^2 - d T^2 the double of (X, Y, Z,
// T) is (E H, F G, F H, E G), and since T Z = X Y and Y^2 - X^2 = F the curve gives G^2 = F^2 + E^2
// and H^2 = F^2 - d E^2. So the radicand of the RFC, u1 u2^2 = F^2 (H^2 - G^2) (E F G H)^2, is
// (-1 - d) (E^2 F^2 G H)^2: its root needs no exponentiation, and all that is left of the formula
// is one inverse, 1 / (E F G H), which a batch shares (Montgomery's trick). If E G / (F H) is not
// negative:  s = |(H - G') / (sqrt(-1 - d) E)|, G' = G or -G so that E / F is not negative;
// otherwise  s = |(F - E') / G|, E' = i E or -i E so that i G / H is not negative.

struct Double {
    Factor e;
    Factor f;
    Factor g;
    Factor h;
    Factor before; // the product of the E F G H of all earlier vectors
};

EVOTE_VECTOR_INLINE void begin_double(const Coordinates& p, Double& r) {
    const Sum xy = product(p.x, p.y);
    const Sum zz = square_sum(p.z);
    const Sum dtt = product(constant(limbs_d), square(p.t));
    r.e = carry(xy + xy);
    r.f = carry(zz + dtt);
    r.g = carry(square_sum(p.x) + square_sum(p.y));
    r.h = carry(zz + multiple_of_p() - dtt);
}

/// E F G H, or 1 where it is 0: for the identity and the points that count as it.
EVOTE_VECTOR_INLINE Factor divisor(const Double& d, __mmask8& is_zero) {
    const Factor efgh = d.e * d.g * (d.f * d.h);
    is_zero = equals(canonical(efgh), limbs_zero);
    return select(is_zero, small(1), efgh);
}

/// `inverse` is that of E F G H, or 0.
EVOTE_VECTOR_INLINE Factor end_double(const Double& d, const Factor& inverse) {
    const Factor i = constant(limbs_root_of_minus_one);
    const Factor eg = d.e * d.g;
    const Factor z_inverse = eg * inverse;        // 1 / (F H)
    const Factor t_inverse = d.f * d.h * inverse; // 1 / (E G)
    const __mmask8 rotate = is_negative(eg * z_inverse);
    const Factor x = select(rotate, i * d.g, d.e);
    const Factor minuend = select(rotate, d.f, d.h);
    const Factor subtrahend = select(rotate, i * d.e, d.g);
    const Factor scale = select(rotate, d.e, d.g * constant(limbs_inverse_root_a_minus_d));
    const __mmask8 minus = is_negative(x * minuend * z_inverse);
    const Factor difference = subtract(minuend, negate_if(minus, subtrahend));
    return absolute(difference * (scale * t_inverse));
}

/// n points, at most 8 * vectors_per_inversion.
void encode_doubles_together(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    Double doubles[vectors_per_inversion];
    const std::size_t vectors = (n + 7) / 8;
    Factor running = small(1);
    __mmask8 is_zero = 0;
    for (std::size_t k = 0; k < vectors; ++k) {
        begin_double(load_eight(points + 8 * k, lanes_used(n, k)), doubles[k]);
        doubles[k].before = running;
        running = running * divisor(doubles[k], is_zero);
    }
    running = invert(running);
    for (std::size_t k = vectors; k-- > 0;) {
        const Factor efgh = divisor(doubles[k], is_zero);
        const Factor inverse = select(is_zero, small(0), running * doubles[k].before);
        running = running * efgh;
        store_eight(end_double(doubles[k], inverse), out + 8 * k * encoded_size, lanes_used(n, k));
    }
}

EVOTE_TARGET_END

} // namespace

EVOTE_AVX512IFMA_BEGIN

void encode(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    std::size_t i = 0;
    for (; n - i > 16; i += n - i < 24 ? n - i : 24)
        encode_chains<3>(points + i, n - i < 24 ? n - i : 24, out + i * encoded_size);
    if (n - i > 8)
        encode_chains<2>(points + i, n - i, out + i * encoded_size);
    else if (n - i > 0)
        encode_chains<1>(points + i, n - i, out + i * encoded_size);
}

void encode_doubles(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    constexpr std::size_t together = 8 * vectors_per_inversion;
    for (std::size_t i = 0; i < n; i += together)
        encode_doubles_together(points + i, n - i < together ? n - i : together,
                                out + i * encoded_size);
}

EVOTE_TARGET_END

} // namespace evote::group::backend::ifma

// SPDX-License-Identifier: Apache-2.0
// RFC 9496 sections 4.3.1 and 4.3.2, split around the inverse square root so that callers take it
// for one element or for several at once.
#pragma once

#include "group/edwards25519.h"

#include <cstdint>

namespace evote::group::ristretto {

namespace fe = field25519;

/// What decoding has found before the square root.
struct DecodeStart {
    FieldElement s;
    FieldElement u1;       ///< 1 - s^2
    FieldElement u2;       ///< 1 + s^2
    FieldElement v;        ///< -d u1^2 - u2^2
    FieldElement radicand; ///< v u2^2, whose inverse square root finish_decoding wants
    ct::Mask canonical;
};

inline DecodeStart start_decoding(const std::uint8_t* encoding) {
    DecodeStart start;
    start.s = fe::decode(encoding);
    std::uint8_t again[32];
    fe::encode(start.s, again);
    unsigned differing = encoding[0] & 1U; // "negative" encodings are refused too
    for (int i = 0; i < 32; ++i)
        differing |= static_cast<unsigned>(encoding[i] ^ again[i]);
    start.canonical = ct::is_zero(differing);
    const FieldElement ss = fe::square(start.s);
    start.u1 = fe::sub_tight(fe::one, ss);
    start.u2 = fe::add(fe::one, ss);
    const FieldElement d_u1_squared = fe::mul(fe::curve_d, fe::square(start.u1));
    const FieldElement u2_squared = fe::square(start.u2);
    start.v = fe::carry(fe::sub(fe::zero, fe::add(d_u1_squared, u2_squared)));
    start.radicand = fe::mul(start.v, u2_squared);
    return start;
}

/// Set if the encoding is valid; otherwise `out` gets the identity.
inline ct::Mask finish_decoding(const DecodeStart& start, const fe::Sqrt& inverse_sqrt,
                                EdwardsPoint& out) {
    const FieldElement den_x = fe::mul(inverse_sqrt.root, start.u2);
    const FieldElement den_y = fe::mul(fe::mul(inverse_sqrt.root, den_x), start.v);
    const FieldElement x = fe::carry(fe::abs(fe::mul(fe::add(start.s, start.s), den_x)));
    const FieldElement y = fe::mul(start.u1, den_y);
    const FieldElement t = fe::mul(x, y);
    const ct::Mask valid =
        start.canonical & inverse_sqrt.was_square & ~fe::is_negative(t) & ~fe::is_zero(y);
    out = {fe::select(valid, x, fe::zero), fe::select(valid, y, fe::one), fe::one,
           fe::select(valid, t, fe::zero)};
    return valid;
}

/// What encoding needs before the square root: (Z + Y)(Z - Y) and XY.
struct EncodeStart {
    FieldElement u1;
    FieldElement u2;
};

inline EncodeStart start_encoding(const EdwardsPoint& p) {
    return {fe::mul(fe::add(p.z, p.y), fe::sub(p.z, p.y)), fe::mul(p.x, p.y)};
}

inline FieldElement encoding_radicand(const EncodeStart& start) {
    return fe::mul(start.u1, fe::square(start.u2));
}

/// `inverse_sqrt` exists for every point that represents an element, or is 0.
inline void finish_encoding(const EdwardsPoint& p, const EncodeStart& start,
                            const FieldElement& inverse_sqrt, std::uint8_t* out) {
    const FieldElement den1 = fe::mul(inverse_sqrt, start.u1);
    const FieldElement den2 = fe::mul(inverse_sqrt, start.u2);
    const FieldElement z_inverse = fe::mul(fe::mul(den1, den2), p.t);
    const ct::Mask rotate = fe::is_negative(fe::mul(p.t, z_inverse));
    const FieldElement x = fe::select(rotate, fe::mul(p.y, fe::sqrt_m1), p.x);
    FieldElement y = fe::select(rotate, fe::mul(p.x, fe::sqrt_m1), p.y);
    const FieldElement den = fe::select(rotate, fe::mul(den1, fe::invsqrt_a_minus_d), den2);
    y = fe::carry(fe::negate_if(fe::is_negative(fe::mul(x, z_inverse)), y));
    fe::encode(fe::abs(fe::mul(den, fe::sub(p.z, y))), out);
}

} // namespace evote::group::ristretto

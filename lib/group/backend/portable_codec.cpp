// SPDX-License-Identifier: Apache-2.0
#include "group/backend/portable.h"
#include "group/ristretto255_codec.h"

#include <algorithm>

namespace evote::group::backend::portable {

namespace {

namespace fe = field25519;
namespace ed = edwards25519;

template <std::size_t N>
void decode_some(fe::Several<N> power(const fe::Several<N>&), const std::uint8_t* encodings,
                 EdwardsPoint* out, std::uint8_t* valid) {
    ristretto::DecodeStart starts[N];
    fe::Several<N> radicands;
    for (std::size_t i = 0; i < N; ++i) {
        starts[i] = ristretto::start_decoding(encodings + 32 * i);
        radicands.lane[i] = starts[i].radicand;
    }
    const fe::Several<N> powers = power(radicands);
    for (std::size_t i = 0; i < N; ++i) {
        const fe::Sqrt sqrt = fe::finish_inverse_sqrt(radicands.lane[i], powers.lane[i]);
        valid[i] = ristretto::finish_decoding(starts[i], sqrt, out[i]) & 1;
    }
}

template <std::size_t N>
void encode_some(fe::Several<N> power(const fe::Several<N>&), const EdwardsPoint* points,
                 std::uint8_t* out) {
    ristretto::EncodeStart starts[N];
    fe::Several<N> radicands;
    for (std::size_t i = 0; i < N; ++i) {
        starts[i] = ristretto::start_encoding(points[i]);
        radicands.lane[i] = ristretto::encoding_radicand(starts[i]);
    }
    const fe::Several<N> powers = power(radicands);
    for (std::size_t i = 0; i < N; ++i) {
        const fe::Sqrt sqrt = fe::finish_inverse_sqrt(radicands.lane[i], powers.lane[i]);
        ristretto::finish_encoding(points[i], starts[i], sqrt.root, out + 32 * i);
    }
}

/// A doubled point (EF : GH : FG : EH) on its way to its encoding.
struct Double {
    ed::Completed part;
    FieldElement t;   ///< EH
    FieldElement z;   ///< FG
    ct::Mask nothing; ///< EH = 0: a point of order 1, 2 or 4, encoded as the identity
};

Double start_double(const EdwardsPoint& p, FieldElement& to_invert) {
    const ed::Completed c = ed::twice(p);
    const FieldElement t = fe::mul(c.e, c.h);
    const FieldElement z = fe::mul(c.f, c.g);
    const ct::Mask nothing = fe::is_zero(t);
    to_invert = fe::select(nothing, fe::one, fe::mul(t, z));
    return {c, t, z, nothing};
}

/// RFC 9496 section 4.3.2 for (EF : GH : FG : EH). In a doubling H^2 = G^2 + E^2 and
/// F^2 = G^2 - d E^2, hence Z^2 - Y^2 = G^2 (F^2 - H^2) = G^2 E^2 (a - d): the inverse square root
/// of (Z^2 - Y^2) (XY)^2 is c / (G^2 E^2 F H) with c = 1/sqrt(a - d), and only 1/(EFGH) is left to
/// compute. Then den2 = c / (EG) and the enchanted denominator is 1 / (FH), so s is
/// c (F - H) / E, or (G - iE) / H after the rotation, with the second terms' signs to choose.
void finish_double(const Double& p, const FieldElement& inverse, std::uint8_t* out) {
    const auto& [e, f, g, h] = p.part;
    const FieldElement z_inverse = fe::mul(p.t, inverse);
    const FieldElement t_inverse = fe::mul(p.z, inverse);
    const ct::Mask rotate = fe::is_negative(fe::mul(p.t, z_inverse));
    // x/z is E F / (FG), or iY/Z = i H G / (FG).
    const FieldElement x = fe::select(rotate, fe::mul(fe::mul(fe::sqrt_m1, h), g), fe::mul(e, f));
    const FieldElement y = fe::select(rotate, fe::mul(fe::sqrt_m1, e), fe::carry(h));
    const ct::Mask flip = fe::is_negative(fe::mul(x, z_inverse));
    const FieldElement difference =
        fe::sub(fe::carry(fe::select(rotate, g, f)), fe::carry(fe::negate_if(flip, y)));
    const FieldElement factor = fe::select(rotate, e, fe::mul(fe::invsqrt_a_minus_d, h));
    const FieldElement s = fe::mul(fe::mul(difference, factor), t_inverse);
    fe::encode(fe::select(p.nothing, fe::zero, fe::abs(s)), out);
}

} // namespace

void decode_vartime_with(PowerForSqrt& power, const std::uint8_t* encodings, std::size_t n,
                         EdwardsPoint* out, std::uint8_t* valid) {
    std::size_t i = 0;
    for (; i + roots_together <= n; i += roots_together)
        decode_some(power, encodings + 32 * i, out + i, valid + i);
    for (; i < n; ++i)
        decode_some(fe::power_for_sqrt<1>, encodings + 32 * i, out + i, valid + i);
}

void encode_with(PowerForSqrt& power, const EdwardsPoint* points, std::size_t n,
                 std::uint8_t* out) {
    std::size_t i = 0;
    for (; i + roots_together <= n; i += roots_together)
        encode_some(power, points + i, out + 32 * i);
    for (; i < n; ++i)
        encode_some(fe::power_for_sqrt<1>, points + i, out + 32 * i);
}

void decode_vartime(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                    std::uint8_t* valid) {
    decode_vartime_with(fe::power_for_sqrt<roots_together>, encodings, n, out, valid);
}

void encode(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    encode_with(fe::power_for_sqrt<roots_together>, points, n, out);
}

void encode_doubles(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    constexpr std::size_t most = 128;
    Double doubles[most];
    FieldElement inverses[most];
    FieldElement scratch[most];
    for (std::size_t done = 0; done < n; done += most) {
        const std::size_t count = std::min(most, n - done);
        for (std::size_t i = 0; i < count; ++i)
            doubles[i] = start_double(points[done + i], inverses[i]);
        fe::invert_batch(inverses, count, scratch);
        for (std::size_t i = 0; i < count; ++i)
            finish_double(doubles[i], inverses[i], out + 32 * (done + i));
    }
}

} // namespace evote::group::backend::portable

// SPDX-License-Identifier: Apache-2.0
// Decoding ristretto255, RFC 9496 section 4.3.1, up to 24 encodings side by side.
#include "group/backend/avx512ifma.h"
#include "group/backend/avx512ifma_lanes.h"
#include "group/backend/avx512ifma_root.h"

namespace evote::group::backend::ifma {

namespace {

EVOTE_AVX512IFMA_BEGIN

/// What is kept of eight encodings until after the root.
struct Half {
    Factor s;
    Factor u1;
    Factor u2;
    Factor v;
    Factor w; // v u2^2, whose inverse root is needed
    __mmask8 valid;
};

EVOTE_VECTOR_INLINE Half begin_decode(const ReadRows& rows) {
    const Columns words = load_columns(rows, 0);
    const Sum s = limbs_of_words(words);
    // Refused: 2^255 set, p or more, odd.
    const Vector too_large = ((words.column[3] >> 63) | quotient_by_p(s));
    const __mmask8 bad = static_cast<__mmask8>(
        _mm512_test_epi64_mask(raw(too_large), raw(too_large)) | is_negative(s));
    Half h;
    h.valid = static_cast<__mmask8>(~bad);
    h.s = Factor{{s.limb[0], s.limb[1], s.limb[2], s.limb[3], s.limb[4]}};
    const Factor ss = square(h.s);
    h.u1 = subtract(small(1), ss);
    h.u2 = add(small(1), ss);
    const Factor u2_squared = square(h.u2);
    const Sum d_u1_squared = product(constant(limbs_d), square(h.u1));
    h.v = carry(multiple_of_p() - d_u1_squared - masked(u2_squared));
    h.w = h.v * u2_squared;
    return h;
}

/// The point, and the lanes in which it is one.
EVOTE_VECTOR_INLINE __mmask8 end_decode(const Half& h, Factor root, Coordinates& point) {
    const __mmask8 square = finish_inverse_root(h.w, root);
    const Factor den_x = root * h.u2;
    const Factor den_y = root * den_x * h.v;
    point.x = absolute(carry(product(h.s, den_x) + product(h.s, den_x)));
    point.y = h.u1 * den_y;
    point.z = small(1);
    point.t = point.x * point.y;
    const __mmask8 bad =
        static_cast<__mmask8>(is_negative(point.t) | equals(canonical(point.y), limbs_zero));
    return static_cast<__mmask8>(h.valid & square & ~bad);
}

/// The identity where `valid` is not set.
EVOTE_VECTOR_INLINE Coordinates or_identity(__mmask8 valid, const Coordinates& p) {
    return Coordinates{select(valid, p.x, small(0)), select(valid, p.y, small(1)), p.z,
                       select(valid, p.t, small(0))};
}

/// n encodings, at most 8 K.
template <std::size_t K>
void decode_chains(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                   std::uint8_t* valid) {
    static constexpr std::uint8_t zeros[encoded_size] = {};
    EdwardsPoint unused;
    Half halves[K];
    Chains<K> roots;
    for (std::size_t k = 0; k < K; ++k) {
        halves[k] = begin_decode(rows_at<ReadRows>(encodings + 8 * k * encoded_size, encoded_size,
                                                   lanes_used(n, k), zeros + 0));
        roots.of[k] = halves[k].w;
    }
    inverse_root_candidates(roots);
    for (std::size_t k = 0; k < K; ++k) {
        Coordinates point;
        const __mmask8 good = end_decode(halves[k], roots.of[k], point);
        const std::size_t used = lanes_used(n, k);
        store_points(or_identity(good, point),
                     rows_at<WriteRows>(reinterpret_cast<std::uint8_t*>(out + 8 * k),
                                        sizeof(EdwardsPoint), used,
                                        reinterpret_cast<std::uint8_t*>(&unused)));
        for (std::size_t i = 0; i < used; ++i)
            valid[8 * k + i] = static_cast<std::uint8_t>((good >> i) & 1);
    }
}

EVOTE_TARGET_END

} // namespace

EVOTE_AVX512IFMA_BEGIN

void decode_vartime(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                    std::uint8_t* valid) {
    std::size_t i = 0;
    for (; n - i > 16; i += n - i < 24 ? n - i : 24)
        decode_chains<3>(encodings + i * encoded_size, n - i < 24 ? n - i : 24, out + i, valid + i);
    if (n - i > 8)
        decode_chains<2>(encodings + i * encoded_size, n - i, out + i, valid + i);
    else if (n - i > 0)
        decode_chains<1>(encodings + i * encoded_size, n - i, out + i, valid + i);
}

EVOTE_TARGET_END

} // namespace evote::group::backend::ifma

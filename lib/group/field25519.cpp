// SPDX-License-Identifier: Apache-2.0
#include "group/field25519.h"

#include "group/words.h"

namespace evote::group::field25519 {

FieldElement reduce(const FieldElement& a) {
    FieldElement r = carry(a);
    // The value is below 2^255 + 2^217 < 2p. It is p or more exactly if adding 19 carries out of
    // bit 255.
    std::uint64_t over = (r.limb[0] + 19) >> 51;
    for (int i = 1; i < 5; ++i)
        over = (r.limb[i] + over) >> 51;
    std::uint64_t c = 19 * over;
    for (auto& limb : r.limb) {
        limb += c;
        c = limb >> 51;
        limb &= mask51;
    }
    return r;
}

void encode(const FieldElement& a, std::uint8_t* out) {
    const FieldElement r = reduce(a);
    const auto& [r0, r1, r2, r3, r4] = r.limb;
    store_u64(r0 | r1 << 51, out);
    store_u64(r1 >> 13 | r2 << 38, out + 8);
    store_u64(r2 >> 26 | r3 << 25, out + 16);
    store_u64(r3 >> 39 | r4 << 12, out + 24);
}

FieldElement decode(const std::uint8_t* bytes) {
    const std::uint64_t w0 = load_u64(bytes);
    const std::uint64_t w1 = load_u64(bytes + 8);
    const std::uint64_t w2 = load_u64(bytes + 16);
    const std::uint64_t w3 = load_u64(bytes + 24);
    return {{w0 & mask51, (w0 >> 51 | w1 << 13) & mask51, (w1 >> 38 | w2 << 26) & mask51,
             (w2 >> 25 | w3 << 39) & mask51, (w3 >> 12) & mask51}};
}

FieldElement invert(const FieldElement& a) {
    Several<1> a11;
    const Several<1> e250 = power_2_250_minus_1(Several<1>{{a}}, a11);
    return mul(square_times(e250, 5), a11).lane[0];
}

void invert_batch(FieldElement* elements, std::size_t n, FieldElement* scratch) {
    FieldElement product = one;
    for (std::size_t i = 0; i < n; ++i) {
        scratch[i] = product;
        product = mul(product, elements[i]);
    }
    FieldElement inverse = invert(product);
    for (std::size_t i = n; i-- > 0;) {
        const FieldElement next = mul(inverse, elements[i]);
        elements[i] = mul(inverse, scratch[i]);
        inverse = next;
    }
}

namespace {

/// Makes the root of u/v from a candidate that is right up to a fourth root of 1. `u` and `ui`,
/// which is u sqrt(-1), are loose.
Sqrt finish_sqrt(const FieldElement& u, const FieldElement& ui, const FieldElement& v,
                 const FieldElement& candidate) {
    const FieldElement check = mul(v, square(candidate));
    const ct::Mask right = is_zero(sub(check, u));
    const ct::Mask flipped = is_zero(add(check, u));
    const ct::Mask flipped_i = is_zero(add(check, ui));
    const FieldElement other = mul(candidate, sqrt_m1);
    const FieldElement root = select(flipped | flipped_i, other, candidate);
    return {right | flipped, abs(root)};
}

} // namespace

Sqrt finish_inverse_sqrt(const FieldElement& v, const FieldElement& candidate) {
    return finish_sqrt(one, sqrt_m1, v, candidate);
}

Sqrt sqrt_ratio(const FieldElement& u, const FieldElement& v) {
    const FieldElement v3 = mul(square(v), v);
    const FieldElement v7 = mul(square(v3), v);
    const FieldElement power = power_for_sqrt(Several<1>{{mul(u, v7)}}).lane[0];
    return finish_sqrt(carry(u), mul(u, sqrt_m1), v, mul(mul(u, v3), power));
}

} // namespace evote::group::field25519

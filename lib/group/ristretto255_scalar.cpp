// SPDX-License-Identifier: Apache-2.0
// Integers modulo q in Montgomery's form, R = 2^256. q = 2^252 + q1 2^64 + q0: its limb 2 is zero
// and its limb 3 a power of two, so a step of the reduction takes two products.
#include "group/constant_time.h"

#include "evote/group/ristretto255.h"

#include <bit>
#include <type_traits>

namespace evote {

namespace {

__extension__ using Uint128 = unsigned __int128;

struct Limbs {
    std::uint64_t v[4];
};

constexpr Limbs order{{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000}};
constexpr std::uint64_t minus_inverse_of_q = 0xd2b51da312547e1b; // -1/q modulo 2^64
constexpr Limbs plain_one{{1, 0, 0, 0}};
/// R modulo q, R^2 modulo q, R^3 modulo q.
constexpr Limbs r1{
    {0xd6ec31748d98951d, 0xc6ef5bf4737dcf70, 0xfffffffffffffffe, 0x0fffffffffffffff}};
constexpr Limbs r2{
    {0xa40611e3449c0f01, 0xd00e1ba768859347, 0xceec73d217f5be65, 0x0399411b7c309a3d}};
constexpr Limbs r3{
    {0x2a9e49687b83a2db, 0x278324e6aef7f3ec, 0x8065dc6c04ec5b65, 0x0e530b773599cec7}};
/// q - 2.
constexpr Limbs inversion_exponent{{0x5812631a5cf5d3eb, 0x14def9dea2f79cd6, 0, 0x1000000000000000}};

constexpr std::uint64_t low(Uint128 x) {
    return static_cast<std::uint64_t>(x);
}

constexpr std::uint64_t high(Uint128 x) {
    return static_cast<std::uint64_t>(x >> 64);
}

constexpr Uint128 product(std::uint64_t a, std::uint64_t b) {
    return static_cast<Uint128>(a) * b;
}

/// a - b and, in `borrow`, whether it was negative.
Limbs subtract(const Limbs& a, const Limbs& b, std::uint64_t& borrow) {
    Limbs r;
    Uint128 t = 0;
    for (int i = 0; i < 4; ++i) {
        t = static_cast<Uint128>(a.v[i]) - b.v[i] - (high(t) & 1);
        r.v[i] = low(t);
    }
    borrow = high(t) & 1;
    return r;
}

/// a - q if that is not negative; a is below 2q.
Limbs reduce_once(const Limbs& a) {
    std::uint64_t borrow = 0;
    const Limbs less = subtract(a, order, borrow);
    const ct::Mask negative = ct::mask_of_bit(borrow);
    Limbs r;
    for (int i = 0; i < 4; ++i)
        r.v[i] = ct::select(negative, a.v[i], less.v[i]);
    return r;
}

Limbs sum(const Limbs& a, const Limbs& b) {
    Limbs r;
    Uint128 t = 0;
    for (int i = 0; i < 4; ++i) {
        t = static_cast<Uint128>(a.v[i]) + b.v[i] + high(t);
        r.v[i] = low(t);
    }
    return reduce_once(r);
}

Limbs difference(const Limbs& a, const Limbs& b) {
    std::uint64_t borrow = 0;
    Limbs r = subtract(a, b, borrow);
    const ct::Mask negative = ct::mask_of_bit(borrow);
    Uint128 t = 0;
    for (int i = 0; i < 4; ++i) {
        t = static_cast<Uint128>(r.v[i]) + (order.v[i] & negative) + high(t);
        r.v[i] = low(t);
    }
    return r;
}

/// a b / R modulo q, below q; for a below 2^256 and b below q. Each step adds a multiple of q that
/// makes the lowest limb zero and drops it: the sum stays below b + q < 2^254.
Limbs montgomery(const Limbs& a, const Limbs& b) {
    std::uint64_t t0 = 0;
    std::uint64_t t1 = 0;
    std::uint64_t t2 = 0;
    std::uint64_t t3 = 0;
    for (int i = 0; i < 4; ++i) {
        const std::uint64_t ai = a.v[i];
        Uint128 c = product(ai, b.v[0]) + t0;
        t0 = low(c);
        c = product(ai, b.v[1]) + t1 + high(c);
        t1 = low(c);
        c = product(ai, b.v[2]) + t2 + high(c);
        t2 = low(c);
        c = product(ai, b.v[3]) + t3 + high(c);
        t3 = low(c);
        const std::uint64_t t4 = high(c);

        const std::uint64_t m = t0 * minus_inverse_of_q;
        c = product(m, order.v[0]) + t0;
        c = product(m, order.v[1]) + t1 + high(c);
        t0 = low(c);
        c = static_cast<Uint128>(t2) + high(c);
        t1 = low(c);
        c = (static_cast<Uint128>(m) << 60) + t3 + high(c);
        t2 = low(c);
        t3 = t4 + high(c);
    }
    return reduce_once({{t0, t1, t2, t3}});
}

Limbs load(const std::uint8_t* bytes) {
    Limbs r{};
    for (int i = 31; i >= 0; --i)
        r.v[i / 8] = r.v[i / 8] << 8 | bytes[i];
    return r;
}

} // namespace

using Scalar = Ristretto255::Scalar;

namespace {

static_assert(sizeof(Scalar) == sizeof(Limbs) && std::is_trivially_copyable_v<Scalar>);

Limbs limbs(const Scalar& a) {
    return std::bit_cast<Limbs>(a);
}

Scalar scalar(const Limbs& a) {
    return std::bit_cast<Scalar>(a);
}

} // namespace

Scalar Scalar::from_u64(std::uint64_t value) {
    return scalar(montgomery({{value, 0, 0, 0}}, r2));
}

Scalar Scalar::from_uniform(const ByteArray<64>& wide) {
    return scalar(sum(montgomery(load(wide.data()), r2), montgomery(load(wide.data() + 32), r3)));
}

std::optional<Scalar> Scalar::decode(ByteView bytes) {
    if (bytes.size() != encoded_size)
        return std::nullopt;
    const Limbs value = load(bytes.data());
    std::uint64_t below = 0;
    subtract(value, order, below);
    if (below == 0)
        return std::nullopt;
    return scalar(montgomery(value, r2));
}

ByteArray<32> Scalar::encode() const {
    const Limbs plain = montgomery(plain_one, limbs(*this));
    ByteArray<32> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(plain.v[i / 8] >> (8 * (i % 8)));
    return out;
}

Scalar operator+(const Scalar& a, const Scalar& b) {
    return scalar(sum(limbs(a), limbs(b)));
}

Scalar operator-(const Scalar& a, const Scalar& b) {
    return scalar(difference(limbs(a), limbs(b)));
}

Scalar operator-(const Scalar& a) {
    return scalar(difference({}, limbs(a)));
}

Scalar operator*(const Scalar& a, const Scalar& b) {
    return scalar(montgomery(limbs(a), limbs(b)));
}

bool operator==(const Scalar& a, const Scalar& b) {
    std::uint64_t differing = 0;
    for (int i = 0; i < 4; ++i)
        differing |= a.limb_[i] ^ b.limb_[i];
    return (ct::is_zero(differing) & 1) != 0;
}

bool Scalar::is_zero() const {
    return *this == Scalar();
}

Scalar Scalar::select(std::uint8_t bit, const Scalar& a, const Scalar& b) {
    const ct::Mask second = ct::mask_of_bit(bit);
    Scalar r;
    for (int i = 0; i < 4; ++i)
        r.limb_[i] = ct::select(second, b.limb_[i], a.limb_[i]);
    return r;
}

Scalar Scalar::invert() const {
    // Four bits of the (public) exponent at a time.
    const Limbs a = limbs(*this);
    Limbs powers[16] = {r1, a};
    for (int i = 2; i < 16; ++i)
        powers[i] = montgomery(powers[i - 1], a);
    Limbs r = r1;
    for (int i = 252; i >= 0; i -= 4) {
        for (int k = 0; k < 4; ++k)
            r = montgomery(r, r);
        r = montgomery(r, powers[inversion_exponent.v[i / 64] >> (i % 64) & 15]);
    }
    wipe(powers, sizeof(powers));
    return scalar(r);
}

} // namespace evote

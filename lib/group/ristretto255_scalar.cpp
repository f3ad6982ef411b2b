// SPDX-License-Identifier: Apache-2.0
// Integers modulo q = 2^252 + c in 64-bit limbs. As c has only 125 bits, 2^252 = -c takes a product
// down to the size of q in two steps: no other form of the numbers is needed.
#include "base/secret.h"
#include "group/constant_time.h"
#include "group/ristretto255.h"
#include "group/words.h"

#include <array>

namespace evote::group {

using Scalar = Ristretto255::Scalar;

namespace {

__extension__ using Uint128 = unsigned __int128;

template <std::size_t N>
using Limbs = std::array<std::uint64_t, N>;

constexpr Limbs<4> order{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};
constexpr Limbs<4> order_less_2{0x5812631a5cf5d3eb, 0x14def9dea2f79cd6, 0, 0x1000000000000000};
/// 2^504 modulo q.
constexpr Limbs<4> power_504{0xe2edf685ab128969, 0x680392762298a31d, 0x3dceec73d217f5be,
                             0x01b399411b7c309a};
constexpr std::uint64_t mask60 = (std::uint64_t{1} << 60) - 1;

constexpr std::uint64_t low(Uint128 x) {
    return static_cast<std::uint64_t>(x);
}

constexpr std::uint64_t high(Uint128 x) {
    return static_cast<std::uint64_t>(x >> 64);
}

/// r + a b + carry; `carry` becomes what exceeds 64 bits.
[[gnu::always_inline]] inline std::uint64_t multiply_add(std::uint64_t r, std::uint64_t a,
                                                         std::uint64_t b, std::uint64_t& carry) {
    const Uint128 t = static_cast<Uint128>(a) * b + r + carry;
    carry = high(t);
    return low(t);
}

/// r[0..4] += a b, where r[4] is 0.
[[gnu::always_inline]] inline void add_row(std::uint64_t* r, std::uint64_t a, const Limbs<4>& b) {
    std::uint64_t carry = 0;
    r[0] = multiply_add(r[0], a, b[0], carry);
    r[1] = multiply_add(r[1], a, b[1], carry);
    r[2] = multiply_add(r[2], a, b[2], carry);
    r[3] = multiply_add(r[3], a, b[3], carry);
    r[4] = carry;
}

/// weight * b, below 2^381 for b below q.
[[gnu::always_inline]] inline Limbs<6> product(const Weight& weight, const Limbs<4>& b) {
    Limbs<6> r{};
    add_row(&r[0], weight.low, b);
    add_row(&r[1], weight.high, b);
    return r;
}

[[gnu::always_inline]] inline Limbs<8> product(const Limbs<4>& a, const Limbs<4>& b) {
    Limbs<8> r{};
    add_row(&r[0], a[0], b);
    add_row(&r[1], a[1], b);
    add_row(&r[2], a[2], b);
    add_row(&r[3], a[3], b);
    return r;
}

[[gnu::always_inline]] inline std::uint64_t add_word(std::uint64_t a, std::uint64_t b,
                                                     std::uint64_t& carry) {
    const Uint128 t = static_cast<Uint128>(a) + b + carry;
    carry = high(t);
    return low(t);
}

[[gnu::always_inline]] inline std::uint64_t subtract_word(std::uint64_t a, std::uint64_t b,
                                                          std::uint64_t& borrow) {
    const Uint128 t = static_cast<Uint128>(a) - b - borrow;
    borrow = high(t) & 1;
    return low(t);
}

/// a + b modulo 2^256.
[[gnu::always_inline]] inline Limbs<4> add(const Limbs<4>& a, const Limbs<4>& b) {
    std::uint64_t carry = 0;
    const std::uint64_t r0 = add_word(a[0], b[0], carry);
    const std::uint64_t r1 = add_word(a[1], b[1], carry);
    const std::uint64_t r2 = add_word(a[2], b[2], carry);
    return {r0, r1, r2, a[3] + b[3] + carry};
}

/// a - b modulo 2^256, and whether it is negative.
[[gnu::always_inline]] inline Limbs<4> subtract(const Limbs<4>& a, const Limbs<4>& b,
                                                ct::Mask& negative) {
    std::uint64_t borrow = 0;
    const std::uint64_t r0 = subtract_word(a[0], b[0], borrow);
    const std::uint64_t r1 = subtract_word(a[1], b[1], borrow);
    const std::uint64_t r2 = subtract_word(a[2], b[2], borrow);
    const std::uint64_t r3 = subtract_word(a[3], b[3], borrow);
    negative = ct::mask_of_bit(borrow);
    return {r0, r1, r2, r3};
}

/// a - b, plus q if that is negative.
[[gnu::always_inline]] inline Limbs<4> difference(const Limbs<4>& a, const Limbs<4>& b) {
    ct::Mask negative = 0;
    const Limbs<4> r = subtract(a, b, negative);
    return add(r, {order[0] & negative, order[1] & negative, 0, order[3] & negative});
}

/// a + b modulo q, for a and b below q.
[[gnu::always_inline]] inline Limbs<4> sum(const Limbs<4>& a, const Limbs<4>& b) {
    return difference(add(a, b), order);
}

/// x modulo q, for x below 2^506. With x = l + 2^252 h and c h = l' + 2^252 h', all parts not
/// negative: x = l - c h = l - l' + c h'. Here h < 2^254, c h < 2^379, h' < 2^127 and c h' < 2^252,
/// so the last sum is above -2^252 and below 2^253 < 2q.
[[gnu::always_inline]] inline Limbs<4> reduce(const Limbs<8>& x) {
    const Limbs<4> h{x[3] >> 60 | x[4] << 4, x[4] >> 60 | x[5] << 4, x[5] >> 60 | x[6] << 4,
                     x[6] >> 60 | x[7] << 4};
    Limbs<6> ch{};
    add_row(&ch[0], order[0], h);
    add_row(&ch[1], order[1], h);
    const Limbs<4> h2{ch[3] >> 60 | ch[4] << 4, ch[4] >> 60 | ch[5] << 4, 0, 0};
    Limbs<6> ch2{};
    add_row(&ch2[0], order[0], h2);
    add_row(&ch2[1], order[1], h2);
    const Limbs<4> positive =
        add({x[0], x[1], x[2], x[3] & mask60}, {ch2[0], ch2[1], ch2[2], ch2[3]});
    return difference(difference(positive, {ch[0], ch[1], ch[2], ch[3] & mask60}), order);
}

[[gnu::always_inline]] inline Limbs<4> multiply(const Limbs<4>& a, const Limbs<4>& b) {
    return reduce(product(a, b));
}

template <std::size_t N>
Limbs<N> load(const std::uint8_t* bytes) {
    Limbs<N> r{};
    for (std::size_t i = 0; i < N; ++i)
        r[i] = load_u64(bytes + 8 * i);
    return r;
}

} // namespace

Scalar Scalar::from_u64(std::uint64_t value) {
    return Scalar({value, 0, 0, 0});
}

Scalar Scalar::from_uniform(const ByteArray<64>& wide) {
    Limbs<8> x = load<8>(wide.data());
    const Limbs<4> top{x[7] >> 56, 0, 0, 0};
    x[7] &= (std::uint64_t{1} << 56) - 1;
    return Scalar(sum(reduce(x), multiply(top, power_504)));
}

std::optional<Scalar> Scalar::decode(ByteView bytes) {
    if (bytes.size() != encoded_size)
        return std::nullopt;
    const Limbs<4> value = load<4>(bytes.data());
    ct::Mask below = 0;
    static_cast<void>(subtract(value, order, below));
    if (below == 0)
        return std::nullopt;
    return Scalar(value);
}

ByteArray<32> Scalar::encode() const {
    ByteArray<32> out{};
    for (std::size_t i = 0; i < 4; ++i)
        store_u64(limb_[i], out.data() + 8 * i);
    return out;
}

Scalar operator+(const Scalar& a, const Scalar& b) {
    return Scalar(sum(a.limb_, b.limb_));
}

Scalar operator-(const Scalar& a, const Scalar& b) {
    return Scalar(difference(a.limb_, b.limb_));
}

Scalar operator-(const Scalar& a) {
    return Scalar(difference({}, a.limb_));
}

Scalar operator*(const Scalar& a, const Scalar& b) {
    return Scalar(multiply(a.limb_, b.limb_));
}

Scalar operator*(const Weight& weight, const Scalar& a) {
    const Limbs<6> r = product(weight, a.limb_);
    return Scalar(reduce({r[0], r[1], r[2], r[3], r[4], r[5], 0, 0}));
}

void Ristretto255::WeightedSum::add(const Weight& weight, const Scalar& scalar) {
    const Limbs<6> r = product(weight, scalar.limb_);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < r.size(); ++i)
        limb_[i] = add_word(limb_[i], r[i], carry);
    limb_[6] += carry;
}

Scalar Ristretto255::WeightedSum::value() const {
    const auto& [r0, r1, r2, r3, r4, r5, r6] = limb_;
    return Scalar(reduce({r0, r1, r2, r3, r4, r5, r6, 0}));
}

bool operator==(const Scalar& a, const Scalar& b) {
    std::uint64_t differing = 0;
    for (std::size_t i = 0; i < 4; ++i)
        differing |= a.limb_[i] ^ b.limb_[i];
    return (ct::is_zero(differing) & 1) != 0;
}

bool Scalar::is_zero() const {
    return *this == Scalar();
}

Scalar Scalar::select(std::uint8_t bit, const Scalar& a, const Scalar& b) {
    const ct::Mask second = ct::mask_of_bit(bit);
    Scalar r;
    for (std::size_t i = 0; i < 4; ++i)
        r.limb_[i] = ct::select(second, b.limb_[i], a.limb_[i]);
    return r;
}

Scalar Scalar::invert() const {
    // a^(q - 2), four bits of the exponent at a time; the exponent is public.
    Scalar powers[16] = {from_u64(1), *this};
    for (int i = 2; i < 16; ++i)
        powers[i] = powers[i - 1] * *this;
    Scalar r = from_u64(1);
    for (std::size_t bit = 256; bit > 0;) {
        bit -= 4;
        for (int k = 0; k < 4; ++k)
            r = r * r;
        r = r * powers[order_less_2[bit / 64] >> (bit % 64) & 15];
    }
    wipe(powers, sizeof(powers));
    return r;
}

} // namespace evote::group

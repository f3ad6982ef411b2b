// SPDX-License-Identifier: Apache-2.0
// What every group of this library provides, and the laws that hold in it. Written additively: an
// Element is a point, a Scalar multiplies it; `g^x` of the specifications is `x * g` here.
//
// Laws (tests/group runs them over every group and backend), for elements P, Q, R and scalars a, b:
//   (P + Q) + R = P + (Q + R),  P + Q = Q + P,  P + identity = P,  P - P = identity,
//   (a + b) * P = a*P + b*P,  a * (P + Q) = a*P + a*Q,  (a * b) * P = a * (b * P),
//   decode(encode(P)) = P, every encoding but one per element is refused,
//   a * generator() = mul_generator(a),  order * P = identity,
//   an Element is always in the group of prime order: decode checks it.
#pragma once

#include "crypto/random.h"
#include "evote/bytes.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace evote::group {

/// A weight for random linear combinations: 128 bits, little-endian halves.
struct Weight {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

/// A group of prime order with canonical encodings. `G` is a tag type; it has no objects.
///
/// G::Scalar   integers modulo the order; default-constructed 0. Trivially copyable for groups that
///             hold secrets. Operators and encode are constant time there.
/// G::Element  default-constructed identity.
template <class G>
concept Group = requires(const typename G::Element& p, const typename G::Element& q,
                         const typename G::Scalar& a, const typename G::Scalar& b,
                         typename G::WeightedSum& sum, const Weight& weight, ByteView bytes,
                         const ByteArray<64>& wide) {
    { G::name } -> std::convertible_to<std::string_view>;
    { G::Element::encoded_size } -> std::convertible_to<std::size_t>;
    { G::Scalar::encoded_size } -> std::convertible_to<std::size_t>;
    /// True if the operations on secrets run in constant time.
    { G::constant_time } -> std::convertible_to<bool>;

    { G::generator() } -> std::convertible_to<const typename G::Element&>;
    /// a * generator(), from a table; constant time.
    { G::mul_generator(a) } -> std::same_as<typename G::Element>;
    /// The one-way map of 64 uniform bytes to an element whose discrete logarithm nobody knows.
    { G::Element::from_uniform(wide) } -> std::same_as<typename G::Element>;
    /// Exactly encoded_size canonical bytes, or nothing. Variable time.
    { G::Element::decode(bytes) } -> std::same_as<std::optional<typename G::Element>>;
    { p.encode() } -> std::same_as<ByteArray<G::Element::encoded_size>>;
    { p + q } -> std::same_as<typename G::Element>;
    { p - q } -> std::same_as<typename G::Element>;
    { -p } -> std::same_as<typename G::Element>;
    { p == q } -> std::same_as<bool>;
    { p.is_identity() } -> std::same_as<bool>;
    { a* p } -> std::same_as<typename G::Element>;
    /// The first element if `bit` is 0, the second if it is 1; constant time.
    { G::Element::select(std::uint8_t{}, p, q) } -> std::same_as<typename G::Element>;

    { G::Scalar::decode(bytes) } -> std::same_as<std::optional<typename G::Scalar>>;
    { G::Scalar::from_u64(std::uint64_t{}) } -> std::same_as<typename G::Scalar>;
    /// 64 bytes, little-endian, modulo the order.
    { G::Scalar::from_uniform(wide) } -> std::same_as<typename G::Scalar>;
    { a.encode() } -> std::same_as<ByteArray<G::Scalar::encoded_size>>;
    { a + b } -> std::same_as<typename G::Scalar>;
    { a - b } -> std::same_as<typename G::Scalar>;
    { a* b } -> std::same_as<typename G::Scalar>;
    { -a } -> std::same_as<typename G::Scalar>;
    /// The weight as a scalar, times a: at about half the cost of a product of scalars.
    { weight* a } -> std::same_as<typename G::Scalar>;
    { a == b } -> std::same_as<bool>;
    { a.is_zero() } -> std::same_as<bool>;
    /// The first scalar if `bit` is 0, the second if it is 1; constant time.
    { G::Scalar::select(std::uint8_t{}, a, b) } -> std::same_as<typename G::Scalar>;
    /// 1/a by Fermat; 0 for 0. Constant time.
    { a.invert() } -> std::same_as<typename G::Scalar>;

    /// Adds weight * a to a sum that starts at 0. Fewer than 2^64 times.
    {sum.add(weight, a)};
    { sum.value() } -> std::same_as<typename G::Scalar>;
};

/// G::WeightedSum for groups without a faster one.
template <class Scalar>
class PlainWeightedSum {
  public:
    void add(const Weight& weight, const Scalar& scalar) { sum_ = sum_ + weight * scalar; }

    Scalar value() const { return sum_; }

  private:
    Scalar sum_;
};

/// A signed integer modulo the order; for public coefficients.
template <Group G>
typename G::Scalar scalar_from_int(std::int64_t value) {
    const auto magnitude = G::Scalar::from_u64(value < 0 ? ~static_cast<std::uint64_t>(value) + 1
                                                         : static_cast<std::uint64_t>(value));
    return value < 0 ? -magnitude : magnitude;
}

/// A uniform scalar.
template <Group G>
typename G::Scalar random_scalar(crypto::Random& random) {
    ByteArray<64> wide{};
    random.fill(wide);
    const auto scalar = G::Scalar::from_uniform(wide);
    wipe(wide.data(), wide.size());
    return scalar;
}

/// The next hedged nonce as a scalar.
template <Group G>
typename G::Scalar nonce_scalar(crypto::HedgedNonces& nonces) {
    ByteArray<64> wide{};
    nonces.next(wide);
    const auto scalar = G::Scalar::from_uniform(wide);
    wipe(wide.data(), wide.size());
    return scalar;
}

} // namespace evote::group

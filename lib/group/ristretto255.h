// SPDX-License-Identifier: Apache-2.0
// ristretto255 (RFC 9496): the group of prime order
// q = 2^252 + 27742317777372353535851937790883648493 that elections use. Everything here is
// constant time unless its comment says otherwise. Thread-safe.
#pragma once

#include "group/batch.h"
#include "group/edwards_point.h"
#include "group/group.h"

#include <array>
#include <memory>
#include <span>
#include <string_view>

namespace evote::group {

/// The tag of the group; see the concept Group.
struct Ristretto255 {
    static constexpr std::string_view name = "ristretto255";
    static constexpr bool constant_time = true;

    class Scalar;
    class Element;
    class FixedBaseTable;
    class WeightedSum;

    static const Element& generator();
    static Element mul_generator(const Scalar& scalar);
};

/// An integer modulo q, kept as four 64-bit limbs in [0, q).
class Ristretto255::Scalar {
  public:
    static constexpr std::size_t encoded_size = 32;

    Scalar() = default;

    static Scalar from_u64(std::uint64_t value);
    /// 64 bytes, little-endian, modulo q.
    static Scalar from_uniform(const ByteArray<64>& wide);
    /// 32 bytes, little-endian, below q. The time depends only on whether they are.
    static std::optional<Scalar> decode(ByteView bytes);
    ByteArray<32> encode() const;

    friend Scalar operator+(const Scalar& a, const Scalar& b);
    friend Scalar operator-(const Scalar& a, const Scalar& b);
    friend Scalar operator*(const Scalar& a, const Scalar& b);
    friend Scalar operator*(const Weight& weight, const Scalar& a);
    friend Scalar operator-(const Scalar& a);
    friend bool operator==(const Scalar& a, const Scalar& b);

    bool is_zero() const;
    /// a if bit is 0, b if it is 1.
    static Scalar select(std::uint8_t bit, const Scalar& a, const Scalar& b);
    /// 1/a by Fermat; 0 for 0.
    Scalar invert() const;

  private:
    friend class Ristretto255::WeightedSum;

    explicit Scalar(const std::array<std::uint64_t, 4>& limb) : limb_(limb) {}

    std::array<std::uint64_t, 4> limb_{}; // lowest first
};

/// The sum of fewer than 2^64 products of a weight and a scalar, reduced only when read.
class Ristretto255::WeightedSum {
  public:
    void add(const Weight& weight, const Scalar& scalar);
    Scalar value() const;

  private:
    std::array<std::uint64_t, 7> limb_{}; // lowest first; below 2^445
};

/// A ristretto255 element, kept as any of the points of edwards25519 that represent it.
class Ristretto255::Element {
  public:
    static constexpr std::size_t encoded_size = 32;

    /// The identity.
    Element() = default;

    /// RFC 9496 section 4.3.4.
    static Element from_uniform(const ByteArray<64>& wide);
    /// RFC 9496 section 4.3.1. The time depends only on whether it is valid.
    static std::optional<Element> decode(ByteView bytes);
    /// RFC 9496 section 4.3.2.
    ByteArray<32> encode() const;

    friend Element operator+(const Element& p, const Element& q);
    friend Element operator-(const Element& p, const Element& q);
    friend Element operator-(const Element& p);
    friend bool operator==(const Element& p, const Element& q);
    friend Element operator*(const Scalar& scalar, const Element& p);

    /// p if bit is 0, q if it is 1.
    static Element select(std::uint8_t bit, const Element& p, const Element& q);

    bool is_identity() const;

    /// For backends. `point` represents an element: it is twice a point of the curve, or differs
    /// from such a point by one of order 4; limbs below 2^52.
    static Element from_point(const EdwardsPoint& point) { return Element(point); }

    const EdwardsPoint& point() const { return point_; }

  private:
    explicit Element(const EdwardsPoint& point) : point_(point) {}

    EdwardsPoint point_{{{0, 0, 0, 0, 0}}, {{1, 0, 0, 0, 0}}, {{1, 0, 0, 0, 0}}, {{0, 0, 0, 0, 0}}};
};

/// What FixedBase<Ristretto255> keeps: a table for the backend in use, shared between copies.
class Ristretto255::FixedBaseTable {
  public:
    /// Variable time in the base, which is public.
    explicit FixedBaseTable(const Element& base);

    Element mul(const Scalar& scalar) const;
    void mul_batch(std::span<const Scalar> scalars, std::span<Element> out) const;
    void mul_add_batch(std::span<const Scalar> scalars, std::span<Element> sums) const;

  private:
    std::shared_ptr<const void> memory_;
};

// The batch operations of this group are those of the backend in use (group/backend.h).
template <>
bool decode_batch_vartime<Ristretto255>(ByteView encodings, std::span<Ristretto255::Element> out,
                                        std::span<std::uint8_t> valid);
template <>
void encode_batch<Ristretto255>(std::span<const Ristretto255::Element> elements,
                                MutableByteView out);
template <>
void encode_doubles_batch<Ristretto255>(std::span<const Ristretto255::Element> elements,
                                        MutableByteView out);
template <>
void mul_batch<Ristretto255>(std::span<const Ristretto255::Scalar> scalars,
                             std::span<const Ristretto255::Element> elements,
                             std::span<Ristretto255::Element> out);
template <>
Ristretto255::Element msm_vartime<Ristretto255>(std::span<const Ristretto255::Scalar> scalars,
                                                std::span<const Ristretto255::Element> elements);
template <>
Ristretto255::Element msm_vartime<Ristretto255>(std::span<const Weight> weights,
                                                std::span<const Ristretto255::Element> elements);

extern template class FixedBase<Ristretto255>;
extern template class BoundedLog<Ristretto255>;

} // namespace evote::group

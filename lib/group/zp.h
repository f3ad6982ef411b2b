// SPDX-License-Identifier: Apache-2.0
// Subgroups of prime order q of the integers modulo a prime p. Variable time: for exhaustive tests
// on tiny groups, and for public data. Only the named parameters below exist; parameters are never
// read from outside.
#pragma once

#include "group/batch.h"
#include "group/group.h"

#include <span>
#include <string_view>

namespace evote::group {

/// p = 53 = 4 * 13 + 1.
struct ToyParameters13 {
    static constexpr std::string_view name = "toy-13";
    static constexpr std::string_view modulus = "53";
    static constexpr std::string_view order = "13";
    static constexpr std::string_view generator = "16";
    static constexpr std::size_t modulus_bytes = 1;
    static constexpr std::size_t order_bytes = 1;
};

/// p = 797 = 4 * 199 + 1.
struct ToyParameters199 {
    static constexpr std::string_view name = "toy-199";
    static constexpr std::string_view modulus = "797";
    static constexpr std::string_view order = "199";
    static constexpr std::string_view generator = "16";
    static constexpr std::size_t modulus_bytes = 2;
    static constexpr std::size_t order_bytes = 1;
};

/// The tag of such a group; see the concept Group. Encodings are big-endian and of fixed width.
template <class Parameters>
struct ZpGroup {
    static constexpr std::string_view name = Parameters::name;
    static constexpr bool constant_time = false;

    class Scalar {
      public:
        static constexpr std::size_t encoded_size = Parameters::order_bytes;

        Scalar() = default;

        static Scalar from_u64(std::uint64_t value);
        /// 64 bytes, little-endian, modulo the order.
        static Scalar from_uniform(const ByteArray<64>& wide);
        /// encoded_size bytes, big-endian, below the order.
        static std::optional<Scalar> decode(ByteView bytes);

        ByteArray<encoded_size> encode() const { return value_; }

        friend Scalar operator+(const Scalar& a, const Scalar& b) { return a.plus(b); }

        friend Scalar operator-(const Scalar& a, const Scalar& b) { return a.plus(b.negated()); }

        friend Scalar operator-(const Scalar& a) { return a.negated(); }

        friend Scalar operator*(const Scalar& a, const Scalar& b) { return a.times(b); }

        friend Scalar operator*(const Weight& weight, const Scalar& a) {
            return from_weight(weight).times(a);
        }

        friend bool operator==(const Scalar& a, const Scalar& b) = default;

        bool is_zero() const { return *this == Scalar(); }

        /// a if bit is 0, b if it is 1.
        static Scalar select(std::uint8_t bit, const Scalar& a, const Scalar& b) {
            return bit == 0 ? a : b;
        }

        /// 1/a by Fermat; 0 for 0.
        Scalar invert() const;

      private:
        static Scalar from_weight(const Weight& weight);
        Scalar plus(const Scalar& other) const;
        Scalar times(const Scalar& other) const;
        Scalar negated() const;

        ByteArray<encoded_size> value_{}; // big-endian, below the order
    };

    class Element {
      public:
        static constexpr std::size_t encoded_size = Parameters::modulus_bytes;

        /// The identity, the number 1.
        Element() { value_.back() = 1; }

        /// 1 + (the little-endian number modulo p - 1), to the power (p - 1) / q.
        static Element from_uniform(const ByteArray<64>& wide);
        /// encoded_size bytes, big-endian, a number from 1 to p - 1 in the subgroup.
        static std::optional<Element> decode(ByteView bytes);

        ByteArray<encoded_size> encode() const { return value_; }

        friend Element operator+(const Element& p, const Element& q) { return p.plus(q); }

        friend Element operator-(const Element& p, const Element& q) { return p.plus(q.negated()); }

        friend Element operator-(const Element& p) { return p.negated(); }

        friend Element operator*(const Scalar& scalar, const Element& p) { return p.times(scalar); }

        friend bool operator==(const Element& p, const Element& q) = default;

        bool is_identity() const { return *this == Element(); }

        /// p if bit is 0, q if it is 1.
        static Element select(std::uint8_t bit, const Element& p, const Element& q) {
            return bit == 0 ? p : q;
        }

      private:
        Element plus(const Element& other) const;
        Element times(const Scalar& scalar) const;
        Element negated() const;

        ByteArray<encoded_size> value_{}; // big-endian
    };

    /// No table: multiplies the base each time.
    class FixedBaseTable {
      public:
        explicit FixedBaseTable(const Element& base) : base_(base) {}

        Element mul(const Scalar& scalar) const { return scalar * base_; }

        void mul_batch(std::span<const Scalar> scalars, std::span<Element> out) const;
        void mul_add_batch(std::span<const Scalar> scalars, std::span<Element> sums) const;

      private:
        Element base_;
    };

    using WeightedSum = PlainWeightedSum<Scalar>;

    static const Element& generator();
    static Element mul_generator(const Scalar& scalar);
};

using Toy13 = ZpGroup<ToyParameters13>;
using Toy199 = ZpGroup<ToyParameters199>;

} // namespace evote::group

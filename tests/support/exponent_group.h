// SPDX-License-Identifier: Apache-2.0
// A group for exhaustive tests in which every element shows its exponents: pairs (of g, of p)
// modulo a small prime. With pairs, log_g p cannot be used, as in the real group.
#pragma once

#include "group/group.h"
#include "support/rooms.h"

namespace evote {

template <std::uint32_t Order>
struct ExponentGroup {
    static constexpr std::string_view name = "exponents";
    static constexpr bool constant_time = false;

    struct Scalar {
        static constexpr std::size_t encoded_size = 1;
        std::uint32_t value = 0;

        static Scalar of(std::uint64_t value) {
            return {static_cast<std::uint32_t>(value % Order)};
        }

        static std::optional<Scalar> decode(ByteView bytes) {
            if (bytes.size() != 1 || bytes[0] >= Order)
                return std::nullopt;
            return Scalar{bytes[0]};
        }

        static Scalar from_u64(std::uint64_t value) { return of(value); }

        static Scalar from_uniform(const ByteArray<64>& wide) {
            std::uint64_t value = 0;
            for (std::size_t i = wide.size(); i-- > 0;)
                value = (value * 256 + wide[i]) % Order;
            return of(value);
        }

        static Scalar select(std::uint8_t bit, const Scalar& zero, const Scalar& one) {
            return bit == 0 ? zero : one;
        }

        ByteArray<1> encode() const { return {static_cast<std::uint8_t>(value)}; }

        bool is_zero() const { return value == 0; }

        Scalar invert() const {
            Scalar out = of(1);
            for (std::uint32_t i = 0; i + 2 < Order; ++i)
                out = out * *this;
            return value == 0 ? *this : out;
        }

        friend Scalar operator+(const Scalar& a, const Scalar& b) { return of(a.value + b.value); }

        friend Scalar operator-(const Scalar& a, const Scalar& b) {
            return of(a.value + Order - b.value);
        }

        friend Scalar operator*(const Scalar& a, const Scalar& b) { return of(a.value * b.value); }

        friend Scalar operator*(const Weight& weight, const Scalar& a) {
            const Scalar half = of(std::uint64_t{1} << 32);
            return (of(weight.low) + half * half * of(weight.high)) * a;
        }

        friend Scalar operator-(const Scalar& a) { return of(Order - a.value); }

        friend bool operator==(const Scalar&, const Scalar&) = default;
    };

    struct Element {
        static constexpr std::size_t encoded_size = 2;
        Scalar g;
        Scalar p;

        static std::optional<Element> decode(ByteView bytes) {
            if (bytes.size() != 2)
                return std::nullopt;
            const auto g = Scalar::decode(bytes.first(1));
            const auto p = Scalar::decode(bytes.last(1));
            if (!g || !p)
                return std::nullopt;
            return Element{*g, *p};
        }

        static Element from_uniform(const ByteArray<64>& wide) {
            return {Scalar::from_uniform(wide), Scalar::of(1)};
        }

        static Element select(std::uint8_t bit, const Element& zero, const Element& one) {
            return bit == 0 ? zero : one;
        }

        ByteArray<2> encode() const { return {g.encode()[0], p.encode()[0]}; }

        bool is_identity() const { return g.is_zero() && p.is_zero(); }

        friend Element operator+(const Element& a, const Element& b) {
            return {a.g + b.g, a.p + b.p};
        }

        friend Element operator-(const Element& a, const Element& b) {
            return {a.g - b.g, a.p - b.p};
        }

        friend Element operator-(const Element& a) { return {-a.g, -a.p}; }

        friend Element operator*(const Scalar& s, const Element& a) { return {s * a.g, s * a.p}; }

        friend bool operator==(const Element&, const Element&) = default;
    };

    struct FixedBaseTable {};

    using WeightedSum = PlainWeightedSum<Scalar>;

    static const Element& generator() {
        static const Element element{Scalar::of(1), Scalar()};
        return element;
    }

    static Element blinding() { return {Scalar(), Scalar::of(1)}; }

    static Element mul_generator(const Scalar& s) { return s * generator(); }
};

static_assert(Group<ExponentGroup<13>>);

} // namespace evote

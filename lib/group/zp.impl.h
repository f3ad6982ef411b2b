// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/check.h"
#include "group/zp.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <iterator>
#include <string>

namespace evote::group {

namespace detail {

using Integer = boost::multiprecision::cpp_int;

/// The parameters as numbers, parsed once.
template <class Parameters>
struct ZpNumbers {
    Integer modulus{std::string(Parameters::modulus)};
    Integer order{std::string(Parameters::order)};
    Integer generator{std::string(Parameters::generator)};

    static const ZpNumbers& get() {
        static const ZpNumbers numbers;
        return numbers;
    }
};

template <class Range>
Integer integer_from_big_endian(const Range& bytes) {
    Integer value;
    boost::multiprecision::import_bits(value, std::begin(bytes), std::end(bytes), 8, true);
    return value;
}

inline Integer integer_from_little_endian(const ByteArray<64>& bytes) {
    Integer value;
    boost::multiprecision::import_bits(value, bytes.begin(), bytes.end(), 8, false);
    return value;
}

template <std::size_t N>
ByteArray<N> big_endian(const Integer& value) {
    Bytes digits;
    boost::multiprecision::export_bits(value, std::back_inserter(digits), 8, true);
    EVOTE_CHECK(digits.size() <= N);
    ByteArray<N> out{};
    std::copy_backward(digits.begin(), digits.end(), out.end());
    return out;
}

} // namespace detail

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::from_u64(std::uint64_t value) -> Scalar {
    Scalar scalar;
    scalar.value_ =
        detail::big_endian<encoded_size>(value % detail::ZpNumbers<Parameters>::get().order);
    return scalar;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::from_uniform(const ByteArray<64>& wide) -> Scalar {
    Scalar scalar;
    scalar.value_ = detail::big_endian<encoded_size>(detail::integer_from_little_endian(wide) %
                                                     detail::ZpNumbers<Parameters>::get().order);
    return scalar;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::from_weight(const Weight& weight) -> Scalar {
    const detail::Integer value = (detail::Integer(weight.high) << 64) + weight.low;
    Scalar scalar;
    scalar.value_ =
        detail::big_endian<encoded_size>(value % detail::ZpNumbers<Parameters>::get().order);
    return scalar;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::decode(ByteView bytes) -> std::optional<Scalar> {
    if (bytes.size() != encoded_size ||
        detail::integer_from_big_endian(bytes) >= detail::ZpNumbers<Parameters>::get().order)
        return std::nullopt;
    Scalar scalar;
    std::copy(bytes.begin(), bytes.end(), scalar.value_.begin());
    return scalar;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::plus(const Scalar& other) const -> Scalar {
    Scalar sum;
    sum.value_ = detail::big_endian<encoded_size>(
        (detail::integer_from_big_endian(value_) + detail::integer_from_big_endian(other.value_)) %
        detail::ZpNumbers<Parameters>::get().order);
    return sum;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::times(const Scalar& other) const -> Scalar {
    Scalar product;
    product.value_ = detail::big_endian<encoded_size>(
        detail::integer_from_big_endian(value_) * detail::integer_from_big_endian(other.value_) %
        detail::ZpNumbers<Parameters>::get().order);
    return product;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::negated() const -> Scalar {
    const auto& order = detail::ZpNumbers<Parameters>::get().order;
    Scalar negative;
    negative.value_ =
        detail::big_endian<encoded_size>((order - detail::integer_from_big_endian(value_)) % order);
    return negative;
}

template <class Parameters>
auto ZpGroup<Parameters>::Scalar::invert() const -> Scalar {
    const auto& order = detail::ZpNumbers<Parameters>::get().order;
    const detail::Integer exponent = order - 2;
    Scalar inverse;
    inverse.value_ = detail::big_endian<encoded_size>(
        boost::multiprecision::powm(detail::integer_from_big_endian(value_), exponent, order));
    return inverse;
}

template <class Parameters>
auto ZpGroup<Parameters>::Element::from_uniform(const ByteArray<64>& wide) -> Element {
    const auto& numbers = detail::ZpNumbers<Parameters>::get();
    const detail::Integer below = numbers.modulus - 1;
    const detail::Integer cofactor = below / numbers.order;
    const detail::Integer start = 1 + detail::integer_from_little_endian(wide) % below;
    Element element;
    element.value_ = detail::big_endian<encoded_size>(
        boost::multiprecision::powm(start, cofactor, numbers.modulus));
    return element;
}

template <class Parameters>
auto ZpGroup<Parameters>::Element::decode(ByteView bytes) -> std::optional<Element> {
    if (bytes.size() != encoded_size)
        return std::nullopt;
    const auto& numbers = detail::ZpNumbers<Parameters>::get();
    const auto value = detail::integer_from_big_endian(bytes);
    if (value == 0 || value >= numbers.modulus ||
        boost::multiprecision::powm(value, numbers.order, numbers.modulus) != 1)
        return std::nullopt;
    Element element;
    std::copy(bytes.begin(), bytes.end(), element.value_.begin());
    return element;
}

template <class Parameters>
auto ZpGroup<Parameters>::Element::plus(const Element& other) const -> Element {
    Element product;
    product.value_ = detail::big_endian<encoded_size>(
        detail::integer_from_big_endian(value_) * detail::integer_from_big_endian(other.value_) %
        detail::ZpNumbers<Parameters>::get().modulus);
    return product;
}

template <class Parameters>
auto ZpGroup<Parameters>::Element::times(const Scalar& scalar) const -> Element {
    Element power;
    power.value_ = detail::big_endian<encoded_size>(boost::multiprecision::powm(
        detail::integer_from_big_endian(value_), detail::integer_from_big_endian(scalar.encode()),
        detail::ZpNumbers<Parameters>::get().modulus));
    return power;
}

template <class Parameters>
auto ZpGroup<Parameters>::Element::negated() const -> Element {
    return times(-Scalar::from_u64(1));
}

template <class Parameters>
void ZpGroup<Parameters>::FixedBaseTable::mul_batch(std::span<const Scalar> scalars,
                                                    std::span<Element> out) const {
    EVOTE_CHECK(scalars.size() == out.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = mul(scalars[i]);
}

template <class Parameters>
void ZpGroup<Parameters>::FixedBaseTable::mul_add_batch(std::span<const Scalar> scalars,
                                                        std::span<Element> sums) const {
    EVOTE_CHECK(scalars.size() == sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] = sums[i] + mul(scalars[i]);
}

template <class Parameters>
auto ZpGroup<Parameters>::generator() -> const Element& {
    static const Element element =
        Element::decode(detail::big_endian<Element::encoded_size>(
                            detail::ZpNumbers<Parameters>::get().generator))
            .value();
    return element;
}

template <class Parameters>
auto ZpGroup<Parameters>::mul_generator(const Scalar& scalar) -> Element {
    return scalar * generator();
}

} // namespace evote::group

// SPDX-License-Identifier: Apache-2.0
// Elements and scalars in the JSON files of the protocol: lower-case hex of their encodings.
#pragma once

#include "evote/base/json.h"
#include "evote/base/text.h"
#include "evote/group/ristretto255.h"

#include <nlohmann/json.hpp>

#include <span>
#include <vector>

namespace evote {

inline std::string element_hex(const Ristretto255::Element& element) {
    return hex_encode(element.encode());
}

inline std::string scalar_hex(const Ristretto255::Scalar& scalar) {
    return hex_encode(scalar.encode());
}

inline JsonWriter element_list(std::span<const Ristretto255::Element> elements) {
    JsonWriter list = JsonWriter::array();
    for (const auto& element : elements)
        list.push_back(element_hex(element));
    return list;
}

/// The identity on a fault.
inline Ristretto255::Element read_element(const JsonValue& value) {
    const auto element = Ristretto255::Element::decode(value.hex_array<32>());
    if (!element)
        value.refuse(msg("this is not an element of the group"));
    return element.value_or(Ristretto255::Element());
}

/// Zero on a fault.
inline Ristretto255::Scalar read_scalar(const JsonValue& value) {
    const auto scalar = Ristretto255::Scalar::decode(value.hex_array<32>());
    if (!scalar)
        value.refuse(msg("this number is not below the order of the group"));
    return scalar.value_or(Ristretto255::Scalar());
}

/// A list of exactly `size` elements; shorter only on a fault.
inline std::vector<Ristretto255::Element> read_elements(const JsonValue& value, std::size_t size) {
    std::vector<Ristretto255::Element> elements;
    for (const auto& item : value.elements(size, size))
        elements.push_back(read_element(item));
    return elements;
}

} // namespace evote

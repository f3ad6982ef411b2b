// SPDX-License-Identifier: Apache-2.0
// Elements and scalars in the JSON files of the protocol: lower-case hex of their encodings.
#pragma once

#include "base/text.h"
#include "group/ristretto255.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <span>
#include <vector>

namespace evote::protocol {

inline std::string element_hex(const group::Ristretto255::Element& element) {
    return hex_encode(element.encode());
}

inline std::string scalar_hex(const group::Ristretto255::Scalar& scalar) {
    return hex_encode(scalar.encode());
}

inline json::JsonWriter element_list(std::span<const group::Ristretto255::Element> elements) {
    json::JsonWriter list = json::JsonWriter::array();
    for (const auto& element : elements)
        list.push_back(element_hex(element));
    return list;
}

/// The identity on a fault.
inline group::Ristretto255::Element read_element(const json::JsonValue& value) {
    const auto element = group::Ristretto255::Element::decode(value.hex_array<32>());
    if (!element)
        value.refuse(msg("this is not an element of the group"));
    return element.value_or(group::Ristretto255::Element());
}

/// Zero on a fault.
inline group::Ristretto255::Scalar read_scalar(const json::JsonValue& value) {
    const auto scalar = group::Ristretto255::Scalar::decode(value.hex_array<32>());
    if (!scalar)
        value.refuse(msg("this number is not below the order of the group"));
    return scalar.value_or(group::Ristretto255::Scalar());
}

/// A list of exactly `size` elements; shorter only on a fault.
inline std::vector<group::Ristretto255::Element> read_elements(const json::JsonValue& value,
                                                               std::size_t size) {
    std::vector<group::Ristretto255::Element> elements;
    for (const auto& item : value.elements(size, size))
        elements.push_back(read_element(item));
    return elements;
}

} // namespace evote::protocol

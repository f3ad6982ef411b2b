// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "crypto/random.h"
#include "support/rooms.h"
#include "support/vectors.h"

namespace evote {

template <std::size_t N>
ByteArray<N> bytes_from(const nlohmann::json& text) {
    return hex_decode_array<N>(text.get<std::string>()).value();
}

template <std::size_t N>
ByteArray<N> random_bytes(Random& random) {
    ByteArray<N> bytes{};
    random.fill(bytes);
    return bytes;
}

} // namespace evote

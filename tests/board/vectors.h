// SPDX-License-Identifier: Apache-2.0
// Known answers, as nlohmann's JSON.
#pragma once

#include "base/text.h"
#include "evote/bytes.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace evote::test {

inline nlohmann::json vectors(const std::string& name) {
    std::ifstream file(EVOTE_SOURCE_DIR "/test-vectors/" + name);
    return nlohmann::json::parse(file);
}

inline Bytes unhex(const nlohmann::json& text) {
    return hex_decode(text.get<std::string>()).value();
}

template <std::size_t N>
ByteArray<N> unhex_array(const nlohmann::json& text) {
    return hex_decode_array<N>(text.get<std::string>()).value();
}

} // namespace evote::test

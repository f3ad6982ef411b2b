// SPDX-License-Identifier: Apache-2.0
// Known answers from test-vectors/.
#pragma once

#include "evote/base/file.h"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>

namespace evote {

/// A JSON file of test-vectors/, such as "native/primitives.json".
inline nlohmann::json test_vectors(const std::string& name) {
    const auto bytes = read_file(EVOTE_SOURCE_DIR "/test-vectors/" + name);
    if (!bytes)
        throw std::runtime_error(bytes.error().english());
    return nlohmann::json::parse(bytes->begin(), bytes->end());
}

} // namespace evote

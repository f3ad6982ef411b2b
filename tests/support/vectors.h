// SPDX-License-Identifier: Apache-2.0
// Known answers from test-vectors/.
#pragma once

#include "os/file.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace evote {

/// A JSON file of test-vectors/, such as "native/primitives.json".
inline nlohmann::json test_vectors(const std::string& name) {
    const auto bytes = read_file(EVOTE_SOURCE_DIR "/test-vectors/" + name);
    if (!bytes)
        throw std::runtime_error(bytes.error().english());
    return nlohmann::json::parse(bytes->begin(), bytes->end());
}

/// All elections of test-vectors/ that state every secret: two by another implementation, and those
/// written by the program make_vectors (tests/vectors).
inline const std::vector<std::string> known_elections{
    "native/one-of-three.json", "native/districts-rules-weights.json",
    "made/election-4.json",     "made/election-7.json",
    "made/election-8.json",     "made/election-10.json"};

} // namespace evote

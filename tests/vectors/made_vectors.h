// SPDX-License-Identifier: Apache-2.0
// Vectors in the shapes of test-vectors/native, made by this library with all secrets and nonces
// drawn from a seed.
#pragma once

#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <string>

namespace evote {

/// A whole election of random shape, as native/one-of-three.json.
nlohmann::ordered_json made_election(const std::string& seed);

/// A valid ballot and invalid ones with their reasons, as native/invalid-ballots.json. The reasons
/// follow from how each ballot is spoilt; no verifier is involved.
nlohmann::ordered_json made_invalid_ballots(const std::string& seed);

/// The text of a vector's file.
std::string file_text(const nlohmann::ordered_json& vector);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Vectors in the shapes of test-vectors/native, made by this library with all secrets and nonces
// drawn from a seed.
#pragma once

#include "support/rooms.h"
#include "vectors/draw.h"

#include <nlohmann/json.hpp>

#include <string>

namespace evote {

/// A whole election of random shape, as native/one-of-three.json.
nlohmann::ordered_json made_election(const std::string& seed);

/// Adds to a vector with manifest.json everything else that an election has.
void complete_election(nlohmann::ordered_json& vector, Draw& draw);

/// A valid ballot and invalid ones with their reasons, as native/invalid-ballots.json. The reasons
/// follow from how each ballot is spoilt; no verifier is involved.
nlohmann::ordered_json made_invalid_ballots(const std::string& seed);

/// The text of a vector's file.
std::string file_text(const nlohmann::ordered_json& vector);

} // namespace evote

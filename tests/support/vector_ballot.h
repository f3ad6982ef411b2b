// SPDX-License-Identifier: Apache-2.0
// The ballots of a vector, made by the library from the secrets and nonces that the vector states.
#pragma once

#include "ballot/parameters.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>

namespace evote {

/// A scalar in hex.
Ristretto255::Scalar scalar_of_vector(const nlohmann::json& hex);

/// The ballot of a vector for its district with these bits, from its nonces: r, s, a.. per contest,
/// then kappa, d_0, d_1.
Bytes ballot_of_vector(const Parameters& parameters, std::size_t district,
                       const nlohmann::json& vector, std::span<const std::uint8_t> bits);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Bech32 (BIP 173) for 32-byte keys.
#pragma once

#include "primitives.h"

#include <string_view>

namespace evote::secretfile::age {

enum class LetterCase { lower, upper };

/// prefix || "1" || 52 characters || checksum of 6. The prefix is written in the same case. Time
/// does not depend on the key.
SecretBytes bech32_encode(std::string_view prefix, LetterCase letters, const Key32& key);

/// Accepts only what bech32_encode writes; nullopt for anything else. Time does not depend on the
/// key.
std::optional<Key32> bech32_decode(std::string_view prefix, LetterCase letters, ByteView text);

} // namespace evote::secretfile::age

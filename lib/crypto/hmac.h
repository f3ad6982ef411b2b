// SPDX-License-Identifier: Apache-2.0
// HMAC-SHA256 (RFC 2104).
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"

#include <initializer_list>

namespace evote::crypto {

/// A key for a message authentication code.
using MacKey = Secret<ByteArray<32>>;

/// The code of the parts, joined. Its time depends on their lengths alone; no copy of the key is
/// left in memory.
Digest32 hmac_sha256(const MacKey& key, std::initializer_list<ByteView> parts);

} // namespace evote::crypto

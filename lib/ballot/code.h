// SPDX-License-Identifier: Apache-2.0
// The code that a voter holds on paper (protocol.md section 4). Constant time in the code's bytes.
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"
#include "evote/result.h"

#include <string_view>

namespace evote::ballot {

/// The 16 random bytes behind a code.
using CodeBytes = Secret<ByteArray<16>>;

/// The code as it is printed: 28 characters of Crockford's base32 for the bytes and a 12-bit
/// checksum, in seven groups of four joined by hyphens; 34 ASCII characters.
SecretBytes encode_code(const CodeBytes& code);

/// The bytes of a typed code: case, white space and hyphens are ignored, I and L are read as 1, O
/// as 0. A character that no code has, a wrong number of characters and a wrong checksum are
/// distinguished, in this order (ErrorCode::bad_code). The time depends on where the separators and
/// an unknown character are. The caller wipes the typed text.
Result<CodeBytes> decode_code(std::string_view typed);

/// The wide form of the credential secret u: the 64 bytes H("credential", manifest hash || code),
/// to be reduced, as a little-endian number, modulo the group's order.
Secret<Digest64> credential_secret_wide(const Digest32& manifest_hash, const CodeBytes& code);

} // namespace evote::ballot

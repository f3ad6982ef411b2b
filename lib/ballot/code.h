// SPDX-License-Identifier: Apache-2.0
// The code that a voter holds on paper (protocol.md section 4), and those that registrars make, one
// each (section 4a). Constant time in the code's bytes.
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

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

/// The same for a code of one of several registrars, who are counted from 1: its checksum is
/// another for each of them.
SecretBytes encode_half_code(std::uint8_t registrar, const CodeBytes& code);

/// Reads the code of `registrar`, of an election that has `registrars` of them. What fits another
/// one of them, or no registrar, is ErrorCode::other_registrar and named; by chance that happens to
/// one mistyped code in some hundreds.
Result<CodeBytes> decode_half_code(std::uint8_t registrar, std::uint8_t registrars,
                                   std::string_view typed);

/// A code of one of several registrars.
struct RegistrarCode {
    CodeBytes bytes;
    /// Whose checksum it has, in rising order: more than one by chance only, once in 4,096 codes
    /// for each other registrar.
    std::vector<std::uint8_t> registrars;
};

/// Reads a code of an election that has `registrars` of them, at least one; whose it is follows
/// from its checksum. ErrorCode::bad_code as decode_code; ErrorCode::other_registrar for a code
/// that no registrar made.
Result<RegistrarCode> decode_registrar_code(std::uint8_t registrars, std::string_view typed);

/// The wide form of the credential secret u: the 64 bytes H("credential", manifest hash || code),
/// to be reduced, as a little-endian number, modulo the group's order.
Secret<Digest64> credential_secret_wide(const Digest32& manifest_hash, const CodeBytes& code);

/// That of a registrar's part u_i of it: H("credential/half", manifest hash || u8 i || code).
Secret<Digest64> half_secret_wide(const Digest32& manifest_hash, std::uint8_t registrar,
                                  const CodeBytes& code);

} // namespace evote::ballot

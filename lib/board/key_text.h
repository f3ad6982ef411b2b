// SPDX-License-Identifier: Apache-2.0
// The textual form that all kinds of keys of signed notes share (C2SP signed-note).
#pragma once

#include "board/note.h"

#include <string>
#include <string_view>

namespace evote::board {

/// What a key signs; the first byte of its encoding.
enum class KeyType : std::uint8_t {
    note = 1,     ///< Ed25519 over the text of a note
    cosigner = 4, ///< Ed25519 over a time and the text of a checkpoint (C2SP tlog-cosignature)
};

/// The first four bytes of SHA-256(name || 0x0A || type || key).
std::uint32_t key_id(KeyType type, std::string_view name, const crypto::Ed25519PublicKey& key);

/// "<name>+<id>+<base64 of type || key>".
std::string key_text(KeyType type, std::string_view name, const crypto::Ed25519PublicKey& key);

struct NamedPublicKey {
    std::string name;
    crypto::Ed25519PublicKey key;
};

/// Strict; ErrorCode::malformed for everything that key_text() of this type does not write.
Result<NamedPublicKey> parse_key_text(KeyType type, std::string_view text);

/// "PRIVATE+KEY+<name>+<id>+<base64 of type || seed>", without a line end.
SecretBytes private_key_text(KeyType type, std::string_view name, const crypto::SigningKey& key);

struct NamedSigningKey {
    std::string name;
    crypto::SigningKey key;
};

/// As strict; the seed is only ever in memory for secrets, and errors reveal nothing of it.
Result<NamedSigningKey> parse_private_key_text(KeyType type, ByteView text);

} // namespace evote::board

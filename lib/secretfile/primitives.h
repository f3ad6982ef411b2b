// SPDX-License-Identifier: Apache-2.0
// The primitives of age v1, by OpenSSL.
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"

#include <optional>
#include <string_view>

namespace evote::secretfile::age {

inline constexpr std::size_t file_key_bytes = 16;
/// The key that encrypts one file's payload and authenticates its header.
using FileKey = Secret<ByteArray<file_key_bytes>>;
using Key32 = Secret<ByteArray<32>>;
using AeadNonce = ByteArray<12>;

/// What ChaCha20-Poly1305 adds to a text.
inline constexpr std::size_t tag_bytes = 16;

/// X25519 (RFC 7748 section 5). nullopt if the result is zero: the point has low order.
std::optional<Key32> x25519(const Key32& scalar, const ByteArray<32>& point);

/// X25519 of the base point.
ByteArray<32> x25519_public(const Key32& scalar);

/// HKDF-SHA-256 (RFC 5869) with 32 bytes of output; an empty salt is allowed.
Key32 hkdf_sha256(ByteView key, ByteView salt, std::string_view info);

Digest32 hmac_sha256(const Key32& key, ByteView message);

/// scrypt (RFC 7914) with N = 2^work_factor, r = 8, p = 1 and 32 bytes of output. nullopt if there
/// is not enough memory.
std::optional<Key32> scrypt(ByteView passphrase, ByteView salt, unsigned work_factor);

/// ChaCha20-Poly1305 (RFC 8439) without associated data. `out` has tag_bytes more than `plain`.
void seal(const Key32& key, const AeadNonce& nonce, ByteView plain, MutableByteView out);

/// The inverse; `out` has tag_bytes less than `sealed`, which has at least as many. False if it was
/// not sealed with this key and nonce; `out` must then not be used.
[[nodiscard]] bool open(const Key32& key, const AeadNonce& nonce, ByteView sealed,
                        MutableByteView out);

} // namespace evote::secretfile::age

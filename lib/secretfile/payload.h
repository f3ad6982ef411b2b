// SPDX-License-Identifier: Apache-2.0
// The payload of an age file: a nonce and sealed chunks of 64 KiB.
#pragma once

#include "evote/result.h"
#include "primitives.h"

namespace evote::secretfile::age {

using PayloadNonce = ByteArray<16>;

/// Plaintext bytes in every chunk but the last.
inline constexpr std::size_t chunk_bytes = 65536;

void append_payload(Bytes& file, const FileKey& key, const PayloadNonce& nonce, ByteView plain);

/// The whole plaintext, or ErrorCode::malformed with the chunk ("chunk 1" is the first) that fails
/// to authenticate.
Result<SecretBytes> read_payload(const FileKey& key, ByteView payload);

} // namespace evote::secretfile::age

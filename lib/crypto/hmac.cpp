// SPDX-License-Identifier: Apache-2.0
#include "crypto/hmac.h"

#include "crypto/sha2.h"

#include <algorithm>

namespace evote::crypto {

namespace {

constexpr std::size_t hmac_block = 64;

// A running hash whose first block is the key with one byte added everywhere.
Sha256 keyed_hash(const MacKey& key, std::uint8_t pad) {
    Secret<ByteArray<hmac_block>> block;
    std::copy(key.expose().begin(), key.expose().end(), block.expose().begin());
    for (auto& byte : block.expose())
        byte ^= pad;
    Sha256 hash;
    hash.add(block.expose());
    return hash;
}

} // namespace

Digest32 hmac_sha256(const MacKey& key, std::initializer_list<ByteView> parts) {
    const WipedStack wiped;
    Sha256 inner = keyed_hash(key, 0x36);
    for (const ByteView part : parts)
        inner.add(part);
    return keyed_hash(key, 0x5c).add(inner.finish()).finish();
}

} // namespace evote::crypto

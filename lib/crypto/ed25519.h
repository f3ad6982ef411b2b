// SPDX-License-Identifier: Apache-2.0
// Ed25519 signatures (RFC 8032) by OpenSSL: canonical scalars, cofactorless.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "evote/bytes.h"
#include "evote/result.h"

namespace evote::crypto {

using Ed25519Signature = ByteArray<64>;

/// A public key that is a point of the curve, canonically encoded and not of small order.
class Ed25519PublicKey {
  public:
    /// Reads 32 bytes (RFC 8032 section 5.1.3). ErrorCode::malformed for another length, a
    /// coordinate that is not reduced, bytes that are no point, and the eight points of small
    /// order. Variable time.
    static Result<Ed25519PublicKey> parse(ByteView bytes);

    const ByteArray<32>& bytes() const { return bytes_; }

    /// Whether the signature is this key's for the message (RFC 8032 section 5.1.7, without the
    /// factor 8; S below the group's order). Variable time.
    bool verify(ByteView message, const Ed25519Signature& signature) const;

    bool operator==(const Ed25519PublicKey&) const = default;

  private:
    friend class SigningKey;

    explicit Ed25519PublicKey(const ByteArray<32>& bytes) : bytes_(bytes) {}

    ByteArray<32> bytes_;
};

/// A private key. Signing takes constant time.
class SigningKey {
  public:
    /// The key of a 32-byte seed (RFC 8032 section 5.1.5).
    explicit SigningKey(Secret<ByteArray<32>> seed);

    static SigningKey generate(Random& random);

    const Ed25519PublicKey& public_key() const { return public_key_; }

    const Secret<ByteArray<32>>& seed() const { return seed_; }

    /// Deterministic (RFC 8032 section 5.1.6).
    Ed25519Signature sign(ByteView message) const;

  private:
    Secret<ByteArray<32>> seed_;
    Ed25519PublicKey public_key_;
};

} // namespace evote::crypto

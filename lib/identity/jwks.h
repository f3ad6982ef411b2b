// SPDX-License-Identifier: Apache-2.0
// The public keys with which a provider signs (JWK sets, RFC 7517).
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace evote::identity {

/// The signatures that are accepted (RFC 7518, section 3.1). No others: not "none", none made with
/// a shared secret.
enum class Algorithm {
    rs256, ///< RSASSA-PKCS1-v1_5 with SHA-256
    es256, ///< ECDSA on P-256 with SHA-256
};

/// The algorithm of this name; nothing for any other than RS256 and ES256.
std::optional<Algorithm> algorithm_of(std::string_view name);

/// A public key for signatures of one algorithm. Copies share the key; threads may use it at once.
class SignatureKey {
  public:
    /// Big-endian numbers without leading zeros. ErrorCode::malformed unless the modulus has 2048
    /// to 4096 bits and the exponent is odd and from 65537 to 2^32 - 1.
    static Result<SignatureKey> rsa(ByteView modulus, ByteView exponent);
    /// ErrorCode::malformed unless these are 32 bytes each and the coordinates of a point on P-256.
    static Result<SignatureKey> p256(ByteView x, ByteView y);

    Algorithm algorithm() const { return algorithm_; }

    /// Whether the signature is one of the message: of RS256 as long as the modulus, of ES256
    /// exactly 64 bytes (RFC 7518, section 3.4). Its time varies.
    bool verify(ByteView message, ByteView signature) const;

  private:
    SignatureKey(Algorithm algorithm, std::shared_ptr<evp_pkey_st> key)
        : algorithm_(algorithm), key_(std::move(key)) {}

    Algorithm algorithm_;
    std::shared_ptr<evp_pkey_st> key_;
};

/// The keys of a provider that are for signatures.
class Jwks {
  public:
    /// ErrorCode::malformed unless it is strict JSON with a list "keys" of at most 100 keys, each
    /// of which has a type. Keys of other types, curves, algorithms and uses are left out. What
    /// remains must be well-formed and public, with an algorithm, if it names one, that is that of
    /// its type; no two of one algorithm have the same name ("kid", at most 256 bytes).
    static Result<Jwks> parse(ByteView document);

    std::size_t size() const { return keys_.size(); }

    /// The key of this name and algorithm. Without a name: the only key of the algorithm. Null if
    /// there is none.
    const SignatureKey* find(Algorithm algorithm, const std::optional<std::string>& name) const;

  private:
    struct Named {
        std::optional<std::string> name;
        SignatureKey key;
    };

    std::vector<Named> keys_;
};

} // namespace evote::identity

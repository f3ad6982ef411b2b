// SPDX-License-Identifier: Apache-2.0
// Keys of a provider that the tests have made themselves, to sign what they like.
#pragma once

#include "evote/bytes.h"
#include "identity/jwks.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace evote {

class TestKey {
  public:
    static TestKey rsa(unsigned bits = 2048);
    static TestKey p256();

    /// The public key as a member of a JWK set.
    nlohmann::json jwk(const std::string& name) const;

    /// A token of any header and payload, signed by RS256 or ES256, whatever the header says.
    std::string sign(const std::string& header, const std::string& payload) const;

    /// "RS256" or "ES256".
    std::string algorithm() const;

    /// What one would take for a secret of HS256 if one could: the public key in PEM.
    std::string public_pem() const;

  private:
    explicit TestKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

/// One of each, made once.
const TestKey& rsa_key();
const TestKey& p256_key();

/// {"keys": [...]}
std::string key_set(const std::vector<nlohmann::json>& keys);

/// A token whose signature is the HMAC-SHA256 of the rest, as HS256 is.
std::string sign_by_hmac(const std::string& header, const std::string& payload,
                         const std::string& secret);

/// base64url of a text.
std::string encoded(const std::string& text);

} // namespace evote

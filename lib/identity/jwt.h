// SPDX-License-Identifier: Apache-2.0
// Signed tokens (JWS in compact form, RFC 7515, as JWTs, RFC 7519), by the rules of RFC 8725.
#pragma once

#include "identity/jwks.h"

namespace evote::identity {

/// What a token says, after its signature was found right. Only SignedToken makes one.
class VerifiedPayload {
  public:
    ByteView bytes() const { return bytes_; }

  private:
    friend class SignedToken;

    explicit VerifiedPayload(Bytes bytes) : bytes_(std::move(bytes)) {}

    Bytes bytes_;
};

/// A token whose signature is not verified yet. It shows which key it needs, and nothing of what it
/// says.
class SignedToken {
  public:
    /// Characters of the longest token.
    static constexpr std::size_t longest = std::size_t{16} * 1024;

    /// ErrorCode::token_refused, with the place "header", "header.alg" or the like, unless it is
    /// three parts of strict base64url whose header is strict JSON with the algorithm RS256 or
    /// ES256, without extensions that must be understood ("crit"), and, if it names a type, of the
    /// type JWT. Keys and addresses of keys in the header are ignored.
    static Result<SignedToken> parse(std::string_view compact);

    Algorithm algorithm() const { return algorithm_; }

    /// The name of the key ("kid"), if the header has it.
    const std::optional<std::string>& key_name() const { return key_name_; }

    /// ErrorCode::token_refused, with the place "signature", unless this key, of the same
    /// algorithm, has signed it.
    Result<VerifiedPayload> verify(const SignatureKey& key) const;

  private:
    SignedToken() = default;

    Outcome read_header(ByteView header);

    Algorithm algorithm_{};
    std::optional<std::string> key_name_;
    std::string signed_text_; // the first two parts
    Bytes payload_;
    Bytes signature_;
};

} // namespace evote::identity

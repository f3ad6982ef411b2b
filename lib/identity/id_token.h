// SPDX-License-Identifier: Apache-2.0
// Who signed in, as an ID token says it (OpenID Connect Core 1.0, sections 2 and 3.1.3.7).
#pragma once

#include "identity/jwt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evote::identity {

/// A person whom a provider has identified.
struct Identified {
    std::string issuer;
    std::string subject;            // the provider's name for the person's account
    std::string person;             // the value of the claim that names the person
    std::vector<std::string> roles; // as the token has them
    std::int64_t authenticated_at =
        0; // seconds since 1970; if the token does not say: when it was made
};

/// What a service demands of ID tokens.
struct TokenRules {
    std::string client_id;
    std::string person_claim = "sub"; // which claim names the person: "pin" at Kyrgyzstan's ESI
    std::string role_claim;           // a text or a list of texts; empty: no roles are read
    std::string role;                 // must be among the roles; empty: none must
    std::int64_t clock_skew = 60;     // seconds by which the clocks may differ
    std::int64_t longest_age = 600;   // seconds since the token was made
    /// Seconds since the person proved who it is ("max_age"): the token must say when that was.
    std::optional<std::int64_t> longest_session;
};

/// What an ID token must fit.
struct TokenOccasion {
    std::string issuer;
    std::string nonce;
    std::int64_t now = 0;
    /// Not before this time (less the skew) may the person have proved who it is; only looked at if
    /// the token says when that was.
    std::optional<std::int64_t> not_before;
};

/// What a good ID token says of the person. A provider may keep claims that name the person for its
/// UserInfo endpoint.
struct TokenClaims {
    std::string issuer;
    std::string subject;
    std::optional<std::string> person;
    std::optional<std::vector<std::string>> roles;
    std::int64_t authenticated_at = 0; ///< as in Identified

    /// Whether nothing that the rules name is missing.
    bool has_all(const TokenRules& rules) const {
        return person && (roles || rules.role_claim.empty());
    }
};

/// Checks everything but who the person is and which roles it has.
Result<TokenClaims> check_token(const VerifiedPayload& payload, const TokenRules& rules,
                                const TokenOccasion& occasion);

/// Adds what is missing from an answer of the UserInfo endpoint (section 5.3.2); what the token
/// says stays. ErrorCode::token_refused unless it is strict JSON about the token's subject.
Outcome add_user_info(TokenClaims& claims, ByteView document, const TokenRules& rules);

/// The person that the claims name.
Result<Identified> identify(TokenClaims claims, const TokenRules& rules);

/// All of it, from a token that says everything. Place and template of each refusal stay what they
/// are: programs may tell them apart by these. ErrorCode::token_refused with the claim as its place
/// ("iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "auth_time", "sub", that of the person or
/// the roles); ErrorCode::login_refused if only the role is missing.
///
/// Claims of time are whole seconds. A person, a subject and a role have 1 to 256 bytes without
/// control or invisible characters and without white space at the ends.
Result<Identified> check_id_token(const VerifiedPayload& payload, const TokenRules& rules,
                                  const TokenOccasion& occasion);

} // namespace evote::identity

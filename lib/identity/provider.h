// SPDX-License-Identifier: Apache-2.0
// An identity provider: its description (OpenID Connect Discovery 1.0) and its keys.
#pragma once

#include "identity/cached.h"
#include "identity/fetch.h"
#include "identity/jwt.h"
#include "identity/url.h"

#include <memory>
#include <optional>
#include <string>

namespace evote::identity {

/// What a provider says of itself, as far as it is needed.
struct Description {
    /// ErrorCode::malformed unless it is strict JSON of exactly this issuer, with addresses
    /// (check_url), the response type "code" and RS256 or ES256; where it lists them, also S256 and
    /// the grant "authorization_code".
    static Result<Description> parse(ByteView document, std::string_view issuer,
                                     PlainHttp plain_http);

    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::optional<std::string> userinfo_endpoint;
    /// Whether every redirect names the issuer (RFC 9207).
    bool redirects_name_issuer = false;
};

/// A provider, whose description and keys are fetched when they are needed and kept for an hour.
/// Threads use it at once; any of them may call back. What waits for an answer keeps it alive.
class Provider : public std::enable_shared_from_this<Provider> {
  public:
    /// ErrorCode::malformed unless the issuer is an address without a query.
    static Result<std::shared_ptr<Provider>> create(std::string issuer, PlainHttp plain_http,
                                                    Fetch fetch, Clock clock);

    const std::string& issuer() const { return issuer_; }

    PlainHttp plain_http() const { return plain_http_; }

    std::int64_t now() const { return clock_(); }

    using Described = std::function<void(const Result<std::shared_ptr<const Description>>&)>;
    /// Calls back with the description. ErrorCode::provider_unreachable if it cannot be had, which
    /// is tried again after 1, 2, 4, ... 60 seconds and answered at once in between;
    /// ErrorCode::provider_unfit for one that cannot be used.
    void describe(Described done);

    using Verified = std::function<void(Result<VerifiedPayload>)>;
    /// Verifies a token by the provider's keys. A key that they do not have makes them be fetched
    /// again, at most once in 60 seconds. ErrorCode::token_refused, and the errors of describe,
    /// also for the keys.
    void verify(SignedToken token, Verified done);

    /// Sends a request to one of the provider's addresses. ErrorCode::provider_unreachable if there
    /// is no answer, provider_unfit for one that is too long.
    void send(FetchRequest request, Fetched done);

  private:
    Provider(std::string issuer, PlainHttp plain_http, Fetch fetch, Clock clock);

    void load_description(Cached<Description>::Loaded done);
    void load_keys(Cached<Jwks>::Loaded done);
    void get(std::string url, std::function<void(Result<std::string>)> done);

    std::string issuer_;
    PlainHttp plain_http_;
    Fetch fetch_;
    Clock clock_;
    Cached<Description> description_;
    Cached<Jwks> keys_;
};

} // namespace evote::identity

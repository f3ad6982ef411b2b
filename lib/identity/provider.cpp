// SPDX-License-Identifier: Apache-2.0
#include "identity/provider.h"

#include "json/json.h"

#include <algorithm>

namespace evote::identity {

namespace {

using json::JsonValue;

constexpr std::size_t most_listed = 1000;

std::string read_address(const JsonValue& node, PlainHttp plain_http) {
    std::string url = node.string();
    if (const auto checked = check_url(url, plain_http); !checked)
        node.refuse(checked.error().message);
    return url;
}

bool lists_any(const JsonValue& list, std::initializer_list<std::string_view> wanted) {
    bool found = false;
    for (const JsonValue& one : list.elements(0, most_listed))
        found = std::ranges::find(wanted, one.string()) != wanted.end() || found;
    return found;
}

// Of what a provider may leave out, only a list that does not have it says no.
void must_list(const JsonValue& root, std::string_view name, std::string_view wanted) {
    const auto list = root.optional_member(name);
    if (list && !lists_any(*list, {wanted}))
        list->refuse(msg("\"{0}\" is missing from this list", wanted));
}

void check_abilities(const JsonValue& root) {
    must_list(root, "code_challenge_methods_supported", "S256");
    must_list(root, "grant_types_supported", "authorization_code");
    const auto types = root.member("response_types_supported");
    if (!lists_any(types, {"code"}))
        types.refuse(msg("\"{0}\" is missing from this list", "code"));
    const auto algorithms = root.member("id_token_signing_alg_values_supported");
    if (!lists_any(algorithms, {"RS256", "ES256"}))
        algorithms.refuse(msg("neither RS256 nor ES256 is in this list"));
}

std::string description_url(std::string_view issuer) {
    if (issuer.ends_with('/'))
        issuer.remove_suffix(1);
    return std::string(issuer) + "/.well-known/openid-configuration";
}

// What is wrong with a document of the provider.
template <class T>
Result<T> fit(Result<T> read, const std::string& url) {
    if (read)
        return read;
    Error error = std::move(read).take_error();
    error.code = ErrorCode::provider_unfit;
    return fail(std::move(error).in_file(url));
}

} // namespace

Result<Description> Description::parse(ByteView document, std::string_view issuer,
                                       PlainHttp plain_http) {
    EVOTE_TRY(const auto read, json::JsonDocument::parse(document));
    const JsonValue root = read.root();
    root.member("issuer").must_be(issuer);
    Description out;
    out.authorization_endpoint = read_address(root.member("authorization_endpoint"), plain_http);
    out.token_endpoint = read_address(root.member("token_endpoint"), plain_http);
    out.jwks_uri = read_address(root.member("jwks_uri"), plain_http);
    if (const auto userinfo = root.optional_member("userinfo_endpoint"))
        out.userinfo_endpoint = read_address(*userinfo, plain_http);
    check_abilities(root);
    if (const auto promised =
            root.optional_member("authorization_response_iss_parameter_supported"))
        out.redirects_name_issuer = promised->boolean();
    EVOTE_TRY_VOID(read.finish());
    return out;
}

Provider::Provider(std::string issuer, PlainHttp plain_http, Fetch fetch, Clock clock)
    : issuer_(std::move(issuer)),
      plain_http_(plain_http),
      fetch_(std::move(fetch)),
      clock_(std::move(clock)),
      description_([this](auto done) { load_description(std::move(done)); }, clock_),
      keys_([this](auto done) { load_keys(std::move(done)); }, clock_) {}

Result<std::shared_ptr<Provider>> Provider::create(std::string issuer, PlainHttp plain_http,
                                                   Fetch fetch, Clock clock) {
    EVOTE_TRY_VOID(check_url(issuer, plain_http));
    if (issuer.find('?') != std::string::npos)
        return fail(ErrorCode::malformed, msg("the address of an issuer has no query"));
    return std::shared_ptr<Provider>(
        new Provider(std::move(issuer), plain_http, std::move(fetch), std::move(clock)));
}

void Provider::describe(Described done) {
    description_.get(std::move(done));
}

void Provider::verify(SignedToken token, Verified done) {
    const auto shared = std::make_shared<const SignedToken>(std::move(token));
    const auto key_of = [shared](const Jwks& keys) {
        return keys.find(shared->algorithm(), shared->key_name());
    };
    keys_.get([this, self = shared_from_this(), shared, key_of,
               done = std::move(done)](const auto& keys) {
        if (!keys)
            return done(fail(keys.error()));
        if (const SignatureKey* key = key_of(**keys))
            return done(shared->verify(*key));
        keys_.renew([shared, key_of, done](const auto& renewed) {
            if (!renewed)
                return done(fail(renewed.error()));
            if (const SignatureKey* key = key_of(**renewed))
                return done(shared->verify(*key));
            done(fail(ErrorCode::token_refused,
                      msg("the provider does not have the key that the "
                          "token is signed with"),
                      verbatim("header.kid")));
        });
    });
}

void Provider::send(FetchRequest request, Fetched done) {
    const std::string url = request.url;
    fetch_(std::move(request), [self = shared_from_this(), url,
                                done = std::move(done)](Result<http::Response> response) {
        if (!response)
            return done(fail(
                Error{ErrorCode::provider_unreachable,
                      msg("the identity provider does not answer: {0}", response.error().english()),
                      url,
                      {}}));
        if (response->body.size() > largest_answer)
            return done(fail(
                Error{ErrorCode::provider_unfit,
                      msg("the identity provider's answer has more than {0} bytes", largest_answer),
                      url,
                      {}}));
        done(std::move(response));
    });
}

void Provider::load_description(Cached<Description>::Loaded done) {
    const std::string url = description_url(issuer_);
    get(url, [this, url, done = std::move(done)](Result<std::string> body) {
        if (!body)
            return done(fail(std::move(body).take_error()));
        done(fit(Description::parse(bytes_of(*body), issuer_, plain_http_), url));
    });
}

void Provider::load_keys(Cached<Jwks>::Loaded done) {
    describe([this, done = std::move(done)](const auto& description) {
        if (!description)
            return done(fail(description.error()));
        const std::string url = (*description)->jwks_uri;
        get(url, [url, done](Result<std::string> body) {
            if (!body)
                return done(fail(std::move(body).take_error()));
            done(fit(Jwks::parse(bytes_of(*body)), url));
        });
    });
}

void Provider::get(std::string url, std::function<void(Result<std::string>)> done) {
    send(FetchRequest("GET", url, {{"Accept", "application/json"}}),
         [url, done = std::move(done)](Result<http::Response> response) {
             if (!response)
                 return done(fail(std::move(response).take_error()));
             if (response->status != 200)
                 return done(fail(
                     Error{ErrorCode::provider_unreachable,
                           msg("the identity provider answers with status {0}", response->status),
                           url,
                           {}}));
             done(std::move(response->body));
         });
}

} // namespace evote::identity

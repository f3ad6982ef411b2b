// SPDX-License-Identifier: Apache-2.0
// What identity providers and browsers send to a registrar's service.
#include "fuzz/edits.h"
#include "fuzz/fuzz_target.h"
#include "identity/form.h"
#include "identity/id_token.h"
#include "identity/provider.h"
#include "identity/test_key.h"
#include "support/must.h"

using namespace evote;

namespace {

const TestKey& fuzz_key() {
    static const TestKey key = TestKey::rsa();
    return key;
}

const Jwks& fuzz_keys() {
    static const Jwks keys = must(Jwks::parse(bytes_of(key_set({fuzz_key().jwk("k")}))));
    return keys;
}

VerifiedPayload payload_of(ByteView payload) {
    const auto token =
        must(SignedToken::parse(fuzz_key().sign(R"({"alg":"RS256"})", to_string(payload))));
    return must(token.verify(*fuzz_keys().find(Algorithm::rs256, "k")));
}

} // namespace

// A token that its key has not signed is never verified.
EVOTE_FUZZ(jwt) {
    static const std::string original =
        fuzz_key().sign(R"({"alg":"RS256","kid":"k","typ":"JWT"})", R"({"sub":"somebody"})");
    const Bytes text = edited(bytes_of(original), bytes);
    const auto token = SignedToken::parse(text_of(text));
    if (!token) {
        EVOTE_CHECK(token.error().code == ErrorCode::token_refused);
        return;
    }
    const SignatureKey* key = fuzz_keys().find(token->algorithm(), token->key_name());
    if (key != nullptr && token->verify(*key))
        EVOTE_CHECK(text_of(text) == original);
}

EVOTE_FUZZ(jwks) {
    static const std::string original =
        key_set({fuzz_key().jwk("a"), p256_key().jwk("b"), {{"kty", "OKP"}}});
    const auto keys = Jwks::parse(edited(bytes_of(original), bytes));
    if (!keys) {
        EVOTE_CHECK(keys.error().code == ErrorCode::malformed);
        return;
    }
    EVOTE_CHECK(keys->size() <= 100);
    for (const auto algorithm : {Algorithm::rs256, Algorithm::es256})
        if (const SignatureKey* key = keys->find(algorithm, std::nullopt))
            EVOTE_CHECK(key->algorithm() == algorithm && !key->verify(bytes, Bytes(256, 1)));
}

// Whoever is identified is so by this issuer, in time, and under a name that can be shown.
EVOTE_FUZZ(id_token) {
    static const std::string original =
        R"({"iss":"https://a","aud":["c","d"],"azp":"c","exp":1100,"iat":1000,"nbf":999,)"
        R"("auth_time":1000,"nonce":"n","sub":"s","pin":"1","roles":["r","t"]})";
    TokenRules rules;
    rules.client_id = "c";
    rules.person_claim = "pin";
    rules.role_claim = "roles";
    rules.role = "r";
    const auto identified = check_id_token(payload_of(edited(bytes_of(original), bytes)), rules,
                                           {"https://a", "n", 1010, 1000});
    if (!identified) {
        EVOTE_CHECK(identified.error().code == ErrorCode::token_refused ||
                    identified.error().code == ErrorCode::login_refused);
        return;
    }
    EVOTE_CHECK(identified->issuer == "https://a");
    EVOTE_CHECK(!identified->person.empty() && identified->person.size() <= 256);
    EVOTE_CHECK(std::ranges::find(identified->roles, "r") != identified->roles.end());
    EVOTE_CHECK(identified->authenticated_at <= 1070);
}

EVOTE_FUZZ(provider_description) {
    static const std::string original =
        R"({"issuer":"https://a","authorization_endpoint":"https://a/b?c","token_endpoint":)"
        R"("https://a:1/d","jwks_uri":"https://[::1]/e","response_types_supported":["code"],)"
        R"("id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":)"
        R"(["S256"],"authorization_response_iss_parameter_supported":true})";
    const auto read =
        Description::parse(edited(bytes_of(original), bytes), "https://a", PlainHttp::refused);
    if (!read)
        return;
    for (const auto& url : {read->authorization_endpoint, read->token_endpoint, read->jwks_uri})
        EVOTE_CHECK(url.starts_with("https://") && check_url(url, PlainHttp::refused));
}

EVOTE_FUZZ(form) {
    const auto parameters = parse_form(text_of(bytes));
    if (!parameters)
        return;
    const std::string again = form_text(*parameters);
    if (again.size() <= 8192)
        EVOTE_CHECK(must(parse_form(again)) == *parameters);
}

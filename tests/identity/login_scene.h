// SPDX-License-Identifier: Apache-2.0
// A login at a provider that says what the test tells it to say.
#pragma once

#include "identity/fake_network.h"
#include "identity/form.h"
#include "identity/login.h"
#include "identity/test_key.h"
#include "support/must.h"

namespace evote {

inline const std::string redirect_uri = "https://registrar.example/back";

inline LoginSettings good_settings() {
    LoginSettings out;
    out.token.client_id = "voters";
    out.token.person_claim = "pin";
    out.redirect_uri = redirect_uri;
    return out;
}

// A client of the fake provider, and what happens between browser, client and provider.
struct Scene {
    explicit Scene(LoginSettings settings = good_settings()) {
        network.answer("/keys", key_set({p256_key().jwk("e")}));
        const auto provider = must(
            Provider::create(fake_issuer, PlainHttp::refused, network.fetch(), network.clock()));
        login = must(Login::create(provider, std::move(settings), system_random()));
        begin();
    }

    void begin(std::string_view language = "") {
        login->begin(language,
                     [this](Result<BegunLogin> result) { begun = must(std::move(result)); });
        const auto question = begun.url.find('?');
        asked = must(parse_form(std::string_view(begun.url).substr(question + 1)));
    }

    std::string asked_for(std::string_view name) const {
        const std::string* value = parameter(asked, name);
        return value == nullptr ? "" : *value;
    }

    nlohmann::json claims() const {
        return {{"iss", fake_issuer},        {"aud", "voters"},
                {"sub", "account"},          {"exp", network.now + 300},
                {"iat", network.now.load()}, {"nonce", asked_for("nonce")},
                {"pin", "12345678901234"}};
    }

    void answer_with(const nlohmann::json& all) {
        const std::string token = p256_key().sign(R"({"alg":"ES256","kid":"e"})", all.dump());
        network.answer(
            "/token",
            nlohmann::json{{"access_token", "a"}, {"token_type", "Bearer"}, {"id_token", token}}
                .dump());
    }

    std::string good_query() const {
        return form_text(
            {{"code", "the code"}, {"state", asked_for("state")}, {"iss", fake_issuer}});
    }

    /// "" for success, otherwise code and words.
    std::string end(const std::string& query, const std::string& cookie) {
        std::string out = "nothing yet";
        login->end(query, cookie, [&](Result<Identified> result) {
            if (result)
                identified = *std::move(result);
            out = result ? ""
                         : std::string(error_name(result.error().code)) + " " +
                               result.error().english();
        });
        return out;
    }

    std::string end() { return end(good_query(), begun.cookie); }

    /// A whole login with these claims.
    std::string sign_in(const nlohmann::json& all) {
        answer_with(all);
        return end();
    }

    FakeNetwork network;
    std::shared_ptr<Login> login;
    BegunLogin begun;
    Parameters asked;
    Identified identified;
};

} // namespace evote

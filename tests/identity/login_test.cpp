// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "identity/base64url.h"
#include "identity/login_scene.h"

#include <catch2/catch.hpp>

#include <set>

using namespace evote;

TEST_CASE("whoever comes back from the provider is identified") {
    Scene scene;
    CHECK(scene.begun.url.starts_with(fake_issuer + "/auth?response_type=code&client_id=voters&"));
    CHECK(scene.asked_for("redirect_uri") == redirect_uri);
    CHECK(scene.asked_for("scope") == "openid");
    CHECK(scene.asked_for("code_challenge_method") == "S256");
    CHECK(scene.asked_for("prompt").empty());
    CHECK(scene.asked_for("max_age").empty());
    CHECK(scene.asked_for("ui_locales").empty());
    CHECK(scene.login->pending() == 1);
    CHECK(scene.sign_in(scene.claims()).empty());
    CHECK(scene.login->pending() == 0);
    CHECK(scene.identified.issuer == fake_issuer);
    CHECK(scene.identified.subject == "account");
    CHECK(scene.identified.person == "12345678901234");
    CHECK(scene.identified.authenticated_at == scene.network.now);
    const auto request = scene.network.requests()[1];
    CHECK(request.method == "POST");
    CHECK(request.url == fake_issuer + "/token");
    CHECK(http::field(request.fields, "content-type") == "application/x-www-form-urlencoded");
    const auto form = must(parse_form(request.body));
    CHECK(*parameter(form, "grant_type") == "authorization_code");
    CHECK(*parameter(form, "code") == "the code");
    CHECK(*parameter(form, "redirect_uri") == redirect_uri);
    CHECK(*parameter(form, "client_id") == "voters");
    const std::string verifier = *parameter(form, "code_verifier");
    CHECK(base64url_encode(sha256(bytes_of(verifier))) == scene.asked_for("code_challenge"));
}

TEST_CASE("state and nonce and cookie and verifier are new each time and long") {
    Scene scene;
    std::set<std::string> seen;
    for (int i = 0; i < 50; ++i) {
        scene.begin("ky");
        for (const std::string& one : {scene.asked_for("state"), scene.asked_for("nonce"),
                                       scene.asked_for("code_challenge"), scene.begun.cookie}) {
            CHECK(one.size() == 43);
            seen.insert(one);
        }
    }
    CHECK(seen.size() == 200);
    CHECK(scene.asked_for("ui_locales") == "ky");
}

TEST_CASE("a login is ended once and by the browser that began it") {
    Scene scene;
    scene.answer_with(scene.claims());
    const std::string unknown =
        "login-refused this login is not known: it was ended already, or begun too long ago";
    CHECK(scene.end("code=c&state=unknown", scene.begun.cookie) == unknown);
    CHECK(scene.end("code=c", scene.begun.cookie) == unknown);
    CHECK(scene.end("", "") == unknown);
    CHECK(scene.end().empty());
    CHECK(scene.end() == unknown); // the same redirect once more
    CHECK(scene.network.count("/token") == 1);

    const std::string other = "login-refused this login was begun in another browser";
    for (const std::string cookie : {"", "x", "0123456789012345678901234567890123456789012"}) {
        scene.begin();
        CHECK(scene.end(scene.good_query(), cookie) == other);
        CHECK(scene.end() == unknown);
    }
    // An attacker's redirect in a victim's browser, which has a login of its own.
    scene.begin();
    const std::string of_attacker = scene.good_query();
    scene.begin();
    CHECK(scene.end(of_attacker, scene.begun.cookie) == other);
    CHECK(scene.end("%", scene.begun.cookie).starts_with("malformed"));
    CHECK(scene.end(scene.good_query() + "&state=x", scene.begun.cookie) ==
          "malformed the parameter state is there twice");
    CHECK(scene.network.count("/token") == 1);
}

TEST_CASE("a login has ten minutes") {
    Scene scene;
    scene.network.now += 600;
    CHECK(scene.sign_in(scene.claims()).empty());
    scene.begin();
    scene.network.now += 601;
    CHECK(scene.sign_in(scene.claims()) == "login-refused this login was begun too long ago");
    scene.begin();
    scene.network.now -= 601;
    CHECK(scene.sign_in(scene.claims()) == "login-refused this login was begun too long ago");
}

TEST_CASE("an answer of another provider is refused") {
    Scene scene;
    const std::string reason = "login-refused this login was answered by another identity provider";
    const auto query = [&](const std::string& issuer) {
        return form_text({{"code", "c"}, {"state", scene.asked_for("state")}, {"iss", issuer}});
    };
    CHECK(scene.end(query("https://evil.example"), scene.begun.cookie) == reason);
    scene.begin();
    CHECK(scene.end("code=c&state=" + scene.asked_for("state"), scene.begun.cookie) == reason);
    scene.begin();
    CHECK(scene.end("error=access_denied&state=" + scene.asked_for("state"), scene.begun.cookie) ==
          reason);
    CHECK(scene.network.count("/token") == 0);
    // A provider that does not promise it may leave it out.
    auto description = good_description();
    description.erase("authorization_response_iss_parameter_supported");
    Scene other;
    other.network.answer("/.well-known/openid-configuration", description.dump());
    other.network.now += 3600;
    other.begin();
    other.answer_with(other.claims());
    CHECK(other.end("code=c&state=" + other.asked_for("state"), other.begun.cookie).empty());
    other.begin();
    CHECK(other.end("code=c&iss=x&state=" + other.asked_for("state"), other.begun.cookie) ==
          reason);
}

TEST_CASE("what a provider says against a login is passed on") {
    Scene scene;
    const auto back = [&](Parameters parameters) {
        scene.begin();
        parameters.emplace_back("state", scene.asked_for("state"));
        parameters.emplace_back("iss", fake_issuer);
        return scene.end(form_text(parameters), scene.begun.cookie);
    };
    CHECK(back({{"error", "access_denied"}, {"error_description", "no"}}) ==
          "login-refused the identity provider has ended the login: access_denied");
    CHECK(back({{"error", "login_required"}, {"code", "c"}}) ==
          "login-refused the identity provider has ended the login: login_required");
    CHECK(back({{"error", "\n" + std::string(100, 'x')}}) ==
          "login-refused the identity provider has ended the login: \\u{000A}" +
              std::string(63, 'x'));
    CHECK(back({}) == "login-refused the identity provider has sent no code");
    CHECK(scene.network.count("/token") == 0);
}

TEST_CASE("a code that the provider does not take is refused") {
    Scene scene;
    const auto answered = [&](const std::string& body, unsigned status) {
        scene.begin();
        scene.network.answer("/token", body, status);
        return scene.end();
    };
    CHECK(answered(R"({"error":"invalid_grant"})", 400) ==
          "login-refused the identity provider does not accept this login any more: it is too old, "
          "or was used before");
    CHECK(answered(R"({"error":"invalid_client"})", 401) ==
          "provider-unfit https://id.example/token: the identity provider refuses this service: "
          "invalid_client");
    CHECK(answered(R"({"error":7})", 400) ==
          "provider-unreachable https://id.example/token: the identity provider answers with "
          "status 400");
    CHECK(answered("x", 500).starts_with("provider-unreachable"));
    CHECK(answered("", 302).starts_with("provider-unreachable"));
    CHECK(
        answered("", 0) ==
        "provider-unreachable https://id.example/token: the identity provider does not answer: no "
        "network");
    CHECK(answered("{}", 200) ==
          "provider-unfit https://id.example/token: the key \"id_token\" is missing");
    CHECK(answered("id_token=x", 200).starts_with("provider-unfit"));
    CHECK(answered(R"({"id_token":"a","id_token":"b"})", 200).starts_with("provider-unfit"));
    CHECK(answered(R"({"id_token":"a"})", 200) == "token-refused this is not a signed token");
}

TEST_CASE("a token of another login or person or client does not sign in") {
    Scene scene;
    auto stale = scene.claims(); // an attacker keeps a token and plays it into another login
    scene.begin();
    CHECK(scene.sign_in(stale) == "token-refused nonce: the token is from another login");
    scene.begin();
    auto claims = scene.claims();
    claims["aud"] = "other";
    CHECK(scene.sign_in(claims).starts_with("token-refused aud: "));
    scene.begin();
    claims = scene.claims();
    claims["iss"] = "https://evil.example";
    CHECK(scene.sign_in(claims).starts_with("token-refused iss: "));
    scene.begin();
    claims = scene.claims();
    claims["exp"] = scene.network.now - 61;
    CHECK(scene.sign_in(claims) == "token-refused exp: the token has expired");
    scene.begin();
    const std::string unsigned_token =
        encoded(R"({"alg":"none"})") + "." + encoded(scene.claims().dump()) + ".";
    scene.network.answer("/token", nlohmann::json{{"id_token", unsigned_token}}.dump());
    CHECK(scene.end().starts_with("token-refused header.alg: "));
    scene.begin();
    const std::string forged =
        TestKey::p256().sign(R"({"alg":"ES256","kid":"e"})", scene.claims().dump());
    scene.network.answer("/token", nlohmann::json{{"id_token", forged}}.dump());
    CHECK(scene.end() == "token-refused signature: the signature of the token is wrong");
}

TEST_CASE("who must prove anew who it is cannot be signed in already") {
    auto settings = good_settings();
    settings.prompt = Prompt::login;
    settings.token.longest_session = 300;
    settings.scope = "openid pin";
    Scene scene(std::move(settings));
    CHECK(scene.asked_for("prompt") == "login");
    CHECK(scene.asked_for("max_age") == "300");
    CHECK(scene.asked_for("scope") == "openid pin");
    auto claims = scene.claims();
    CHECK(scene.sign_in(claims) ==
          "token-refused auth_time: the token does not say when the person signed in");
    scene.begin();
    claims = scene.claims();
    claims["auth_time"] = scene.network.now - 61;
    CHECK(scene.sign_in(claims) == "token-refused auth_time: the person signed in too long ago");
    scene.begin();
    claims = scene.claims();
    claims["auth_time"] = scene.network.now + 1;
    CHECK(scene.sign_in(claims).empty());
    CHECK(scene.identified.authenticated_at == scene.network.now + 1);
}

TEST_CASE("a provider that fails on the way signs nobody in") {
    Scene scene;
    scene.answer_with(scene.claims());
    scene.network.answer("/keys", "", 0);
    CHECK(scene.end().starts_with("provider-unreachable https://id.example/keys: "));
    scene.network.answer("/.well-known/openid-configuration", "", 0);
    scene.network.now += 3590;
    scene.begin();
    scene.network.now += 10; // the description is an hour old
    CHECK(scene.end().starts_with("provider-unreachable https://id.example/.well-known/"));
    std::string refused;
    scene.login->begin("", [&](const Result<BegunLogin>& begun) {
        refused = begun ? "" : begun.error().english();
    });
    CHECK(refused.starts_with("https://id.example/.well-known/"));
}

TEST_CASE("whoever waits keeps the login alive") {
    Scene scene;
    scene.answer_with(scene.claims());
    scene.network.hold();
    std::string who;
    scene.login->end(scene.good_query(), scene.begun.cookie,
                     [&](const Result<Identified>& identified) { who = must(identified).person; });
    scene.login.reset();
    scene.network.release();
    CHECK(who == "12345678901234");
}

namespace {

// A login at a provider that has a UserInfo endpoint.
struct UserInfo {
    explicit UserInfo(LoginSettings settings = good_settings()) : scene(std::move(settings)) {
        auto description = good_description();
        description["userinfo_endpoint"] = fake_issuer + "/userinfo";
        scene.network.answer("/.well-known/openid-configuration", description.dump());
        scene.network.now += 7200; // the old description is kept for an hour
        scene.begin();
    }

    /// A whole login with a token that lacks these claims, and this answer of the endpoint.
    std::string sign_in(const nlohmann::json& answer, std::initializer_list<const char*> without) {
        auto claims = scene.claims();
        for (const auto* const name : without)
            claims.erase(name);
        scene.network.answer("/userinfo", answer.dump());
        auto out = scene.sign_in(claims);
        scene.begin();
        return out;
    }

    Scene scene;
};

} // namespace

TEST_CASE("a claim that the token lacks is asked for at the UserInfo endpoint") {
    UserInfo info;
    const nlohmann::json answer{{"sub", "account"}, {"pin", "98765432109876"}, {"name", "A"}};
    CHECK(info.sign_in(answer, {"pin"}).empty());
    CHECK(info.scene.identified.person == "98765432109876");
    CHECK(info.scene.identified.subject == "account");
    const auto request = info.scene.network.requests().back();
    CHECK(request.method == "GET");
    CHECK(request.url == fake_issuer + "/userinfo");
    CHECK(http::field(request.fields, "Authorization") == "Bearer a");
    // What the token says stays, and nothing is asked.
    CHECK(info.sign_in(answer, {}).empty());
    CHECK(info.scene.identified.person == "12345678901234");
    CHECK(info.scene.network.count("/userinfo") == 1);
}

TEST_CASE("the UserInfo endpoint speaks of the account of the token and of no other") {
    UserInfo info;
    const std::string refused = "token-refused ";
    CHECK(info.sign_in({{"sub", "other"}, {"pin", "1"}}, {"pin"}) ==
          refused + "userinfo.sub: the provider answers about another account");
    CHECK(info.sign_in({{"pin", "1"}}, {"pin"}).starts_with(refused));
    CHECK(info.sign_in({{"sub", "account"}}, {"pin"}) ==
          refused + "pin: the token does not say who the person is");
    CHECK(info.sign_in({{"sub", "account"}, {"pin", 1}}, {"pin"}).starts_with(refused));
    CHECK(info.sign_in({{"sub", "account"}, {"pin", " 1"}}, {"pin"}).starts_with(refused));
    CHECK(info.sign_in({{"sub", "account"}, {"pin", "1\u202e"}}, {"pin"}).starts_with(refused));
    CHECK(info.sign_in("eyJhbGciOiJub25lIn0.e30.", {"pin"}).starts_with(refused));
    auto claims = info.scene.claims();
    claims.erase("pin");
    for (const unsigned status : {0U, 302U, 401U, 500U}) {
        info.scene.network.answer("/userinfo", R"({"sub":"account","pin":"1"})", status);
        claims["nonce"] = info.scene.asked_for("nonce");
        CHECK(info.scene.sign_in(claims).starts_with("provider-unreachable"));
        info.scene.begin();
    }
}

TEST_CASE("nothing is asked at the UserInfo endpoint before the token is good") {
    UserInfo info;
    auto claims = info.scene.claims();
    claims.erase("pin");
    claims["nonce"] = "another";
    info.scene.network.answer("/userinfo", R"({"sub":"account","pin":"1"})");
    CHECK(info.scene.sign_in(claims).starts_with("token-refused"));
    CHECK(info.scene.network.count("/userinfo") == 0);
}

TEST_CASE("a role that the token lacks is asked for at the UserInfo endpoint") {
    auto settings = good_settings();
    settings.token.role_claim = "roles";
    settings.token.role = "clerk";
    UserInfo info(std::move(settings));
    CHECK(info.sign_in({{"sub", "account"}, {"roles", {"clerk"}}}, {}).empty());
    CHECK(info.scene.identified.roles == std::vector<std::string>{"clerk"});
    CHECK(
        info.sign_in({{"sub", "account"}, {"roles", {"voter"}}}, {}).starts_with("login-refused"));
    // The token is believed where it has roles.
    auto claims = info.scene.claims();
    claims["roles"] = {"voter"};
    info.scene.network.answer("/userinfo", R"({"sub":"account","roles":["clerk"]})");
    CHECK(info.scene.sign_in(claims).starts_with("login-refused"));
}

TEST_CASE("an access token that cannot be a field of a request is not sent") {
    UserInfo info;
    info.scene.network.answer("/userinfo", R"({"sub":"account","pin":"1"})");
    auto claims = info.scene.claims();
    claims.erase("pin");
    const std::string token = p256_key().sign(R"({"alg":"ES256","kid":"e"})", claims.dump());
    const auto end = [&](const char* type, const char* access) {
        info.scene.network.answer(
            "/token",
            nlohmann::json{{"access_token", access}, {"token_type", type}, {"id_token", token}}
                .dump());
        return info.scene.end();
    };
    CHECK(end("Bearer", "a\r\nX: y").starts_with("token-refused"));
    CHECK(info.scene.network.count("/userinfo") == 0);
}

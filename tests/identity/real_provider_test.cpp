// SPDX-License-Identifier: Apache-2.0
// Signing in at a real provider: npm's oidc-provider, which knows nothing of this project.
#include "identity/form.h"
#include "identity/login.h"
#include "support/browser.h"
#include "support/must.h"
#include "support/plain_http.h"
#include "support/real_provider.h"

#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

using namespace evote;

namespace {

const std::string home = "http://127.0.0.1:9/back";

RealProvider& real_provider() {
    static RealProvider provider({"--client", "voters:a secret & more", "--client",
                                  "posting:s3cret:client_secret_post:ES256", "--client", "public",
                                  "--redirect", home, "--account", "aigul:12345678901234:clerk",
                                  "--account", "bakyt:23456789012345"});
    return provider;
}

std::int64_t time_now() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::shared_ptr<Provider> provider(const RealProvider& real = real_provider()) {
    return must(Provider::create(real.issuer(), PlainHttp::on_loopback, plain_fetch(), time_now));
}

LoginSettings settings_of(const std::string& client, ClientAuthentication authentication,
                          std::string_view secret) {
    LoginSettings out;
    out.token.client_id = client;
    out.token.person_claim = "pin";
    out.token.role_claim = "roles";
    out.authentication = authentication;
    out.client_secret = SecretBytes(bytes_of(secret));
    out.redirect_uri = home;
    out.scope = "openid pin roles";
    return out;
}

LoginSettings public_client() {
    return settings_of("public", ClientAuthentication::none, "");
}

std::shared_ptr<Login> login_of(LoginSettings settings) {
    return must(Login::create(provider(), std::move(settings), system_random()));
}

/// A login in a browser, up to the query with which it comes back.
struct Visit {
    Visit(Login& login, const std::string& name, Browser& browser) {
        login.begin("ru", [this](Result<BegunLogin> result) { begun = must(std::move(result)); });
        const std::string back = browser.go(begun.url + "&login_hint=" + name, home);
        query = back.substr(back.find('?') + 1);
    }

    /// In a browser of its own.
    Visit(Login& login, const std::string& name)
        : Visit(login, name, *std::make_unique<Browser>()) {}

    BegunLogin begun;
    std::string query;
};

Result<Identified> end(Login& login, const std::string& query, const std::string& cookie) {
    Result<Identified> out = fail(ErrorCode::refused, verbatim("no answer"));
    login.end(query, cookie, [&out](Result<Identified> result) { out = std::move(result); });
    return out;
}

Result<Identified> sign_in(Login& login, const std::string& name) {
    const Visit visit(login, name);
    return end(login, visit.query, visit.begun.cookie);
}

} // namespace

TEST_CASE("clients of every kind sign people in") {
    std::vector<LoginSettings> clients;
    clients.push_back(settings_of("voters", ClientAuthentication::basic, "a secret & more"));
    clients.push_back(settings_of("posting", ClientAuthentication::post, "s3cret")); // by ES256
    clients.push_back(public_client());
    for (auto& client : clients) {
        const auto login = login_of(std::move(client));
        const auto aigul = must(sign_in(*login, "aigul"));
        CHECK(aigul.issuer == real_provider().issuer());
        CHECK(aigul.subject == "aigul");
        CHECK(aigul.person == "12345678901234");
        CHECK(aigul.roles == std::vector<std::string>{"clerk"});
        CHECK(std::abs(aigul.authenticated_at - time_now()) < 60);
        const auto bakyt = must(sign_in(*login, "bakyt"));
        CHECK(bakyt.person == "23456789012345");
        CHECK(bakyt.roles.empty());
    }
}

TEST_CASE("a provider that keeps claims for its UserInfo endpoint signs people in") {
    const RealProvider real({"--client", "public", "--redirect", home, "--account",
                             "aigul:12345678901234:clerk", "--userinfo"});
    auto settings = public_client();
    settings.token.role = "clerk";
    const auto login = must(Login::create(provider(real), std::move(settings), system_random()));
    const auto aigul = must(sign_in(*login, "aigul"));
    CHECK(aigul.person == "12345678901234");
    CHECK(aigul.roles == std::vector<std::string>{"clerk"});
    CHECK(sign_in(*login, "bakyt").error().code == ErrorCode::login_refused);
}

TEST_CASE("a client with a wrong secret learns so") {
    const auto login = login_of(settings_of("voters", ClientAuthentication::basic, "wrong"));
    const auto refused = sign_in(*login, "aigul");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::provider_unfit);
    CHECK(refused.error().message.values()[0] == "invalid_client");
}

TEST_CASE("only who has the role signs in as clerk") {
    auto settings = public_client();
    settings.token.role = "clerk";
    const auto login = login_of(std::move(settings));
    CHECK(sign_in(*login, "aigul"));
    CHECK(sign_in(*login, "bakyt").error().code == ErrorCode::login_refused);
}

TEST_CASE("whoever gives up at the provider is not signed in") {
    const auto login = login_of(public_client());
    const auto refused = sign_in(*login, "deny");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::login_refused);
    CHECK(refused.error().message.values()[0] == "access_denied");
}

TEST_CASE("a code of the provider is used once and in its login") {
    const auto login = login_of(public_client());
    const Visit first(*login, "aigul");
    CHECK(end(*login, first.query, first.begun.cookie));
    CHECK(end(*login, first.query, first.begun.cookie).error().code == ErrorCode::login_refused);
    // The code of one login in the redirect of another: PKCE does not let it through.
    const Visit of_attacker(*login, "bakyt");
    const Visit of_victim(*login, "aigul");
    const auto parameters_of = [](const Visit& visit) { return must(parse_form(visit.query)); };
    Parameters mixed = parameters_of(of_victim);
    for (auto& [name, value] : mixed)
        if (name == "code")
            value = *parameter(parameters_of(of_attacker), "code");
    const auto refused = end(*login, form_text(mixed), of_victim.begun.cookie);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().english() ==
          "the identity provider does not accept this login any more: it is too old, or was used "
          "before");
}

TEST_CASE("a person who must sign in anew is asked again") {
    Browser browser;
    const auto visit = [&browser](Prompt prompt) {
        auto settings = public_client();
        settings.prompt = prompt;
        settings.token.longest_session = 600;
        const auto login = login_of(std::move(settings));
        const Visit here(*login, "aigul", browser);
        return must(end(*login, here.query, here.begun.cookie)).authenticated_at;
    };
    const std::int64_t first = visit(Prompt::provider_decides);
    while (time_now() <= first)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(visit(Prompt::provider_decides) == first); // the provider knows who sits there
    CHECK(visit(Prompt::login) > first);
}

TEST_CASE("new keys of the provider are found") {
    auto settings = public_client();
    const auto login = login_of(std::move(settings));
    CHECK(sign_in(*login, "aigul"));
    real_provider().rotate_keys();
    CHECK(sign_in(*login, "aigul"));
    CHECK(sign_in(*login, "bakyt"));
    // A second rotation in the same minute has to wait.
    real_provider().rotate_keys();
    const auto refused = sign_in(*login, "aigul");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::token_refused);
    CHECK(sign_in(*login_of(public_client()), "aigul"));
}

int main(int count, char** words) {
    if (!RealProvider::is_installed()) {
        std::puts("NOT CHECKED: the provider is not installed (scripts/install-packages)");
        return 77;
    }
    return Catch::Session().run(count, words);
}

// SPDX-License-Identifier: Apache-2.0
// What a client says to a provider, and how it is set up.
#include "base/text.h"
#include "identity/base64url.h"
#include "identity/login_scene.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

// Gives what it was given, then zeros.
class GivenRandom final : public Random {
  public:
    explicit GivenRandom(Bytes bytes) : bytes_(std::move(bytes)) {}

    void fill(MutableByteView out) override {
        for (auto& byte : out)
            byte = at_ < bytes_.size() ? bytes_[at_++] : 0;
    }

  private:
    Bytes bytes_;
    std::size_t at_ = 0;
};

std::string refusal_of(LoginSettings settings) {
    FakeNetwork network;
    const auto provider =
        must(Provider::create(fake_issuer, PlainHttp::refused, network.fetch(), network.clock()));
    const auto login = Login::create(provider, std::move(settings), system_random());
    return login ? "" : login.error().english();
}

SecretBytes secret_of(std::string_view text) {
    return SecretBytes(bytes_of(text));
}

} // namespace

// RFC 7636, appendix B.
TEST_CASE("the challenge of RFC 7636 is that of its verifier") {
    const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    GivenRandom random(*base64url_decode(verifier));
    FakeNetwork network;
    const auto provider =
        must(Provider::create(fake_issuer, PlainHttp::refused, network.fetch(), network.clock()));
    const auto login = must(Login::create(provider, good_settings(), random));
    std::string url;
    login->begin("", [&](Result<BegunLogin> begun) { url = must(std::move(begun)).url; });
    CHECK(url.find("&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&") !=
          std::string::npos);
    // With zeros for the rest.
    const std::string state(43, 'A');
    const std::string cookie = state;
    login->end("code=c&iss=https://id.example&state=" + state, cookie, [](const auto&) {});
    const auto form = must(parse_form(network.requests().back().body));
    CHECK(*parameter(form, "code_verifier") == verifier);
}

TEST_CASE("a client proves who it is as it was told to") {
    auto settings = good_settings();
    settings.token.client_id = "the:client";
    settings.client_secret = secret_of("p:w +&");
    settings.authentication = ClientAuthentication::basic;
    {
        Scene scene(std::move(settings));
        CHECK(scene.end().starts_with("provider-unreachable"));
        const auto request = scene.network.requests().back();
        // RFC 6749, section 2.3.1: both are encoded first.
        CHECK(http::field(request.fields, "authorization") ==
              "Basic " + base64_encode(bytes_of("the%3Aclient:p%3Aw%20%2B%26")));
        const auto form = must(parse_form(request.body));
        CHECK(parameter(form, "client_id") == nullptr);
        CHECK(parameter(form, "client_secret") == nullptr);
    }
    settings = good_settings();
    settings.client_secret = secret_of("p:w +&");
    settings.authentication = ClientAuthentication::post;
    Scene scene(std::move(settings));
    CHECK(scene.end() != "");
    const auto request = scene.network.requests().back();
    CHECK(http::field(request.fields, "authorization").empty());
    const auto form = must(parse_form(request.body));
    CHECK(*parameter(form, "client_id") == "voters");
    CHECK(*parameter(form, "client_secret") == "p:w +&");
}

TEST_CASE("an address of the provider may have a query already") {
    Scene scene;
    auto description = good_description();
    description["authorization_endpoint"] = fake_issuer + "/auth?tenant=7";
    scene.network.answer("/.well-known/openid-configuration", description.dump());
    scene.network.now += 3600;
    scene.begin();
    CHECK(scene.begun.url.starts_with(fake_issuer + "/auth?tenant=7&response_type=code&"));
}

TEST_CASE("settings that cannot work are refused") {
    CHECK(refusal_of(good_settings()).empty());
    const auto with = [](auto change) {
        auto settings = good_settings();
        change(settings);
        return refusal_of(std::move(settings));
    };
    CHECK(with([](auto& s) { s.token.client_id.clear(); }) ==
          "client_id: a text of printable ASCII is expected here");
    CHECK(with([](auto& s) { s.token.client_id = "\n"; }) != "");
    CHECK(with([](auto& s) { s.client_secret = secret_of("s"); }) ==
          "client_secret: a public client has no secret");
    CHECK(with([](auto& s) { s.authentication = ClientAuthentication::post; }) ==
          "client_secret: this client needs a secret");
    CHECK(with([](auto& s) {
              s.authentication = ClientAuthentication::basic;
              s.client_secret = secret_of("s\n");
          }) == "client_secret: a text of printable ASCII is expected here");
    CHECK(with([](auto& s) { s.token.person_claim.clear(); }) ==
          "person_claim: this text is empty");
    CHECK(with([](auto& s) { s.token.role = "clerk"; }) == "role_claim: this text is empty");
    CHECK(with([](auto& s) { s.scope = "pin"; }) == "scope: the scope must have the word openid");
    CHECK(with([](auto& s) { s.scope = "openid2"; }) != "");
    CHECK(with([](auto& s) { s.scope = "openid \n"; }) != "");
    CHECK(with([](auto& s) { s.redirect_uri = "http://registrar.example/"; }) ==
          "redirect_uri: this address must begin with https://: http:// is not protected");
}

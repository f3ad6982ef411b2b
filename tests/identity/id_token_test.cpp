// SPDX-License-Identifier: Apache-2.0
#include "identity/id_token.h"
#include "identity/test_key.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

constexpr std::int64_t now = 1'900'000'000;

const TokenRules& rules() {
    static const TokenRules made = [] {
        TokenRules out;
        out.client_id = "voters";
        out.person_claim = "pin";
        out.role_claim = "roles";
        return out;
    }();
    return made;
}

const TokenOccasion occasion{"https://id.example", "the nonce", now, std::nullopt};

nlohmann::json good_claims() {
    return {{"iss", "https://id.example"},
            {"aud", "voters"},
            {"sub", "248289761001"},
            {"exp", now + 300},
            {"iat", now - 2},
            {"nonce", "the nonce"},
            {"pin", "12345678901234"},
            {"roles", {"clerk", "auditor"}},
            {"at_hash", "ignored"}};
}

VerifiedPayload signed_payload(const std::string& payload) {
    const auto token = must(SignedToken::parse(p256_key().sign(R"({"alg":"ES256"})", payload)));
    static const auto keys = must(Jwks::parse(bytes_of(key_set({p256_key().jwk("e")}))));
    return must(token.verify(*keys.find(Algorithm::es256, std::nullopt)));
}

Result<Identified> check(const nlohmann::json& claims, const TokenRules& by = rules(),
                         const TokenOccasion& when = occasion) {
    return check_id_token(signed_payload(claims.dump()), by, when);
}

std::string refusal_of_text(const std::string& payload) {
    const auto identified = check_id_token(signed_payload(payload), rules(), occasion);
    if (identified)
        return "";
    CHECK(identified.error().code == ErrorCode::token_refused);
    return identified.error().english();
}

// Why the good token with one claim changed is refused; null: without the claim.
std::string refusal(const std::string& claim, const nlohmann::json& value,
                    const TokenRules& by = rules(), const TokenOccasion& when = occasion) {
    auto claims = good_claims();
    if (value.is_null())
        claims.erase(claim);
    else
        claims[claim] = value;
    const auto identified = check(claims, by, when);
    if (identified)
        return "";
    CHECK(identified.error().code == ErrorCode::token_refused);
    return identified.error().english();
}

} // namespace

TEST_CASE("a good ID token says who signed in") {
    const auto identified = must(check(good_claims()));
    CHECK(identified.issuer == "https://id.example");
    CHECK(identified.subject == "248289761001");
    CHECK(identified.person == "12345678901234");
    CHECK(identified.roles == std::vector<std::string>{"clerk", "auditor"});
    CHECK(identified.authenticated_at == now - 2);
    auto claims = good_claims();
    claims["auth_time"] = now - 1000;
    claims["roles"] = "clerk";
    const auto other = must(check(claims));
    CHECK(other.authenticated_at == now - 1000);
    CHECK(other.roles == std::vector<std::string>{"clerk"});
    TokenRules by_subject = rules();
    by_subject.person_claim = "sub";
    by_subject.role_claim.clear();
    const auto subject = must(check(good_claims(), by_subject));
    CHECK(subject.person == "248289761001");
    CHECK(subject.roles.empty());
}

TEST_CASE("an ID token of another issuer is refused") {
    const std::string reason = "iss: the token is from another provider";
    for (const std::string other :
         {"https://id.example/", "https://ID.example", "http://id.example",
          "https://id.example.evil", "https://id.exampl", ""})
        CHECK(refusal("iss", other) == reason);
    CHECK(refusal("iss", nullptr) == "the key \"iss\" is missing");
    CHECK(refusal("iss", 1) == "iss: a text is expected here");
}

TEST_CASE("an ID token for another client is refused") {
    const std::string reason = "aud: the token is for another service";
    CHECK(refusal("aud", "board") == reason);
    CHECK(refusal("aud", "") == reason);
    CHECK(refusal("aud", nlohmann::json::array()) == reason);
    CHECK(refusal("aud", {"board", "voters2"}) == reason);
    CHECK(refusal("aud", {"voters"}).empty());
    CHECK(refusal("aud", nullptr) == "the key \"aud\" is missing");
    CHECK(refusal("aud", {{"a", "voters"}}) == "aud: a text is expected here");
    CHECK(refusal("aud", {"voters", 1}) == "aud[1]: a text is expected here");
    CHECK(refusal("aud", std::vector<std::string>(17, "voters")) != "");
    const std::string party = "azp: the token was given to another service";
    CHECK(refusal("aud", {"voters", "board"}) == party);
    CHECK(refusal("azp", "board") == party);
    CHECK(refusal("azp", "voters").empty());
    auto claims = good_claims();
    claims["aud"] = {"board", "voters"};
    claims["azp"] = "voters";
    CHECK(check(claims));
    claims["azp"] = "board";
    CHECK(check(claims).error().english() == party);
}

TEST_CASE("an ID token has its time and clocks may differ by a minute") {
    const std::string expired = "exp: the token has expired";
    CHECK(refusal("exp", now - 59).empty());
    CHECK(refusal("exp", now - 60) == expired);
    CHECK(refusal("exp", 0) == expired);
    CHECK(refusal("exp", nullptr) == "the key \"exp\" is missing");
    CHECK(refusal("exp", "2030") == "exp: an integer is expected here");
    CHECK(refusal("exp", -1) != "");
    CHECK(refusal("exp", 1e300) != "");
    CHECK(refusal("exp", std::uint64_t{1} << 63) != "");
    const std::string future =
        "iat: the token is from the future: the clocks of provider and service differ";
    CHECK(refusal("iat", now + 60).empty());
    CHECK(refusal("iat", now + 61) == future);
    CHECK(refusal("iat", now - 660).empty());
    CHECK(refusal("iat", now - 661) == "iat: the token is too old");
    CHECK(refusal("iat", nullptr) == "the key \"iat\" is missing");
    CHECK(refusal("nbf", now + 60).empty());
    CHECK(refusal("nbf", now + 61) == "nbf: the token is not valid yet");
    TokenRules exact = rules();
    exact.clock_skew = 0;
    exact.longest_age = 1;
    CHECK(refusal("exp", now, exact) == expired);
    CHECK(refusal("iat", now - 1, exact).empty());
    CHECK(refusal("iat", now - 2, exact) == "iat: the token is too old");
    CHECK(refusal("iat", now + 1, exact) == future);
    CHECK(refusal("iat", now, exact).empty());
    CHECK(refusal("nbf", now, exact) == "iat: the token is too old");
}

TEST_CASE("an ID token of another login is refused") {
    const std::string reason = "nonce: the token is from another login";
    CHECK(refusal("nonce", "another") == reason);
    CHECK(refusal("nonce", "the nonc") == reason);
    CHECK(refusal("nonce", "") == reason);
    CHECK(refusal("nonce", nullptr) == reason);
    CHECK(refusal("nonce", {"the nonce"}) == "nonce: a text is expected here");
}

TEST_CASE("how long ago the person may have signed in is held") {
    TokenRules strict = rules();
    strict.longest_session = 100;
    const std::string reason = "auth_time: the person signed in too long ago";
    CHECK(refusal("auth_time", now - 160, strict).empty());
    CHECK(refusal("auth_time", now - 161, strict) == reason);
    CHECK(refusal("auth_time", nullptr, strict) ==
          "auth_time: the token does not say when the person signed in");
    CHECK(refusal("auth_time", now - 100'000).empty());
    CHECK(refusal("auth_time", now + 61) == "auth_time: the person signs in in the future: the "
                                            "clocks of provider and service differ");
    TokenOccasion anew = occasion;
    anew.not_before = now - 20;
    CHECK(refusal("auth_time", now - 80, rules(), anew).empty());
    CHECK(refusal("auth_time", now - 81, rules(), anew) == reason);
    CHECK(refusal("auth_time", nullptr, rules(), anew).empty());
}

TEST_CASE("what names the person is a plain text") {
    CHECK(refusal("pin", nullptr) == "pin: the token does not say who the person is");
    CHECK(refusal("pin", 12345678901234) == "pin: a text is expected here");
    CHECK(refusal("pin", {"1"}) == "pin: a text is expected here");
    const std::string reason = "pin: this cannot be what names a person";
    for (const std::string bad : {"", " ", "1 ", " 1", "1\n", "1\t2", "1\xE2\x80\xAE", "\x7F"})
        CHECK(refusal("pin", bad) == reason);
    CHECK(refusal("pin", std::string(256, '1')).empty());
    CHECK(refusal("pin", std::string(257, '1')) == reason);
    CHECK(refusal("pin", "\xD0\x90\xD0\xB9 1").empty());
    CHECK(refusal("sub", nullptr) == "the key \"sub\" is missing");
    CHECK(refusal("sub", "") == "sub: this cannot be the name of an account");
    CHECK(refusal("sub", std::string(257, '1')) != "");
}

TEST_CASE("a role that is needed must be there") {
    TokenRules clerks = rules();
    clerks.role = "clerk";
    CHECK(refusal("roles", {"a", "clerk"}, clerks).empty());
    CHECK(refusal("roles", "clerk", clerks).empty());
    for (const nlohmann::json& other :
         {nlohmann::json("clerk2"), nlohmann::json("a clerk"), nlohmann::json::array(),
          nlohmann::json({"Clerk", "clerks"})}) {
        auto claims = good_claims();
        claims["roles"] = other;
        const auto refused = check(claims, clerks);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::login_refused);
        CHECK(refused.error().english() == "roles: the person does not have the role \"clerk\"");
    }
    auto claims = good_claims();
    claims.erase("roles");
    CHECK(check(claims, clerks).error().code == ErrorCode::login_refused);
    CHECK(must(check(claims)).roles.empty());
    CHECK(refusal("roles", {"clerk", 1}) == "roles[1]: a text is expected here");
    CHECK(refusal("roles", {{"clerk", true}}) == "roles: a text is expected here");
    CHECK(refusal("roles", {"clerk", ""}) == "roles: this cannot be a role");
    CHECK(refusal("roles", std::vector<std::string>(65, "x")) != "");
    CHECK(refusal("roles", std::vector<std::string>(64, "x")).empty());
}

TEST_CASE("claims are strict JSON") {
    const std::string good = good_claims().dump();
    CHECK(refusal_of_text(good).empty());
    CHECK(refusal_of_text(good.substr(0, good.size() - 1) + R"(,"pin":"1"})") ==
          "the key \"pin\" occurs twice in this object");
    CHECK(refusal_of_text("") != "");
    CHECK(refusal_of_text("[]") != "");
    CHECK(refusal_of_text("null") != "");
    CHECK(refusal_of_text(good + good) != "");
    CHECK(refusal_of_text("\xEF\xBB\xBF" + good) != "");
}

// SPDX-License-Identifier: Apache-2.0
#include "identity/fake_network.h"
#include "identity/provider.h"
#include "identity/test_key.h"
#include "support/must.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace evote;

namespace {

const std::string description_path = "/.well-known/openid-configuration";

std::shared_ptr<Provider> provider_in(FakeNetwork& network) {
    return must(
        Provider::create(fake_issuer, PlainHttp::refused, network.fetch(), network.clock()));
}

SignedToken token_by(const TestKey& key, const std::string& name) {
    const nlohmann::json header{{"alg", key.algorithm()}, {"kid", name}};
    return must(SignedToken::parse(key.sign(header.dump(), "{}")));
}

// What comes of a token: empty if it is verified.
std::string verdict(Provider& provider, const TestKey& key, const std::string& name) {
    std::string out = "nothing yet";
    provider.verify(token_by(key, name), [&out](const Result<VerifiedPayload>& payload) {
        out = payload
                  ? ""
                  : std::string(error_name(payload.error().code)) + " " + payload.error().english();
    });
    return out;
}

// What comes of the description.
std::string described(Provider& provider) {
    std::string out = "nothing yet";
    provider.describe([&out](const auto& description) {
        out = description ? ""
                          : std::string(error_name(description.error().code)) + " " +
                                description.error().english();
    });
    return out;
}

std::string refusal_of_description(const std::string& member, const nlohmann::json& value) {
    auto changed = good_description();
    if (value.is_null())
        changed.erase(member);
    else
        changed[member] = value;
    const auto read = Description::parse(bytes_of(changed.dump()), fake_issuer, PlainHttp::refused);
    return read ? "" : read.error().english();
}

} // namespace

TEST_CASE("a description of a provider is of this issuer and able to do what is needed") {
    const auto good = must(
        Description::parse(bytes_of(good_description().dump()), fake_issuer, PlainHttp::refused));
    CHECK(good.authorization_endpoint == fake_issuer + "/auth");
    CHECK(good.token_endpoint == fake_issuer + "/token");
    CHECK(good.jwks_uri == fake_issuer + "/keys");
    CHECK(good.redirects_name_issuer);
    CHECK(refusal_of_description("issuer", "https://id.example/") ==
          "issuer: \"https://id.example\" is expected here");
    for (const std::string name :
         {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri",
          "response_types_supported", "id_token_signing_alg_values_supported"})
        CHECK(refusal_of_description(name, nullptr) == "the key \"" + name + "\" is missing");
    CHECK(refusal_of_description("token_endpoint", "http://id.example/token") ==
          "token_endpoint: this address must begin with https://: http:// is not protected");
    CHECK(refusal_of_description("jwks_uri", "http://127.0.0.1/keys") != "");
    CHECK(refusal_of_description("authorization_endpoint", "javascript:x") != "");
    CHECK(refusal_of_description("code_challenge_methods_supported", {"plain"}) ==
          "code_challenge_methods_supported: \"S256\" is missing from this list");
    CHECK(refusal_of_description("code_challenge_methods_supported", nullptr).empty());
    CHECK(refusal_of_description("grant_types_supported", {"implicit"}) != "");
    CHECK(refusal_of_description("grant_types_supported", {"authorization_code"}).empty());
    CHECK(refusal_of_description("response_types_supported", {"id_token"}) ==
          "response_types_supported: \"code\" is missing from this list");
    CHECK(refusal_of_description("id_token_signing_alg_values_supported", {"HS256", "none"}) ==
          "id_token_signing_alg_values_supported: neither RS256 nor ES256 is in this list");
    CHECK(refusal_of_description("authorization_response_iss_parameter_supported", "true") ==
          "authorization_response_iss_parameter_supported: true or false is expected here");
    CHECK(
        refusal_of_description("authorization_response_iss_parameter_supported", nullptr).empty());
}

TEST_CASE("plain http is for providers on this machine only and only if that is allowed") {
    FakeNetwork network;
    const auto create = [&](const std::string& issuer, PlainHttp plain) {
        return Provider::create(issuer, plain, network.fetch(), network.clock()).has_value();
    };
    CHECK(create("https://id.example/a", PlainHttp::refused));
    CHECK(create("http://127.0.0.1:1", PlainHttp::on_loopback));
    CHECK_FALSE(create("http://127.0.0.1:1", PlainHttp::refused));
    CHECK_FALSE(create("http://id.example", PlainHttp::on_loopback));
    CHECK_FALSE(create("https://id.example?a", PlainHttp::refused));
    CHECK_FALSE(create("id.example", PlainHttp::refused));
}

TEST_CASE("the description is where the issuer says it is") {
    for (const std::string issuer : {"https://id.example/a", "https://id.example/a/"}) {
        FakeNetwork network;
        const auto provider =
            must(Provider::create(issuer, PlainHttp::refused, network.fetch(), network.clock()));
        CHECK(described(*provider).starts_with("provider-unreachable"));
        REQUIRE(network.requests().size() == 1);
        CHECK(network.requests()[0].method == "GET");
        CHECK(network.requests()[0].url == "https://id.example/a/.well-known/openid-configuration");
    }
}

TEST_CASE("description and keys are fetched once and again after an hour") {
    FakeNetwork network;
    network.answer("/keys", key_set({rsa_key().jwk("r")}));
    const auto provider = provider_in(network);
    CHECK(network.requests().empty());
    for (int i = 0; i < 10; ++i)
        CHECK(verdict(*provider, rsa_key(), "r").empty());
    CHECK(network.requests().size() == 2);
    network.now += 3599;
    CHECK(verdict(*provider, rsa_key(), "r").empty());
    CHECK(network.requests().size() == 2);
    network.answer("/keys", key_set({p256_key().jwk("e")}));
    network.now += 1;
    CHECK(verdict(*provider, rsa_key(), "r") ==
          "token-refused header.kid: the provider does not have the key that the token is signed "
          "with");
    CHECK(verdict(*provider, p256_key(), "e").empty());
    CHECK(network.count(description_path) == 2);
    // A clock that is set back makes everything old.
    network.now -= 10'000;
    CHECK(verdict(*provider, p256_key(), "e").empty());
    CHECK(network.count(description_path) == 3);
}

TEST_CASE("an unknown key makes the keys be fetched again at most once a minute") {
    FakeNetwork network;
    network.answer("/keys", key_set({rsa_key().jwk("r")}));
    const auto provider = provider_in(network);
    CHECK(verdict(*provider, rsa_key(), "r").empty());
    network.answer("/keys", key_set({rsa_key().jwk("r"), p256_key().jwk("e")}));
    CHECK(verdict(*provider, p256_key(), "e").empty()); // at once
    CHECK(network.count("/keys") == 2);
    for (int i = 0; i < 59; ++i) {
        CHECK(verdict(*provider, p256_key(), "x").starts_with("token-refused header.kid"));
        network.now += 1;
    }
    CHECK(network.count("/keys") == 2);
    CHECK(verdict(*provider, p256_key(), "e").empty());
    network.now += 1;
    CHECK(verdict(*provider, p256_key(), "x") != "");
    CHECK(network.count("/keys") == 3);
    CHECK(verdict(*provider, p256_key(), "x") != "");
    CHECK(network.count("/keys") == 3);
    CHECK(network.count(description_path) == 1);
}

TEST_CASE("a failure to renew the keys leaves the known ones valid") {
    FakeNetwork network;
    network.answer("/keys", key_set({rsa_key().jwk("r")}));
    const auto provider = provider_in(network);
    CHECK(verdict(*provider, rsa_key(), "r").empty());
    network.answer("/keys", "", 0);
    CHECK(verdict(*provider, p256_key(), "e") ==
          "provider-unreachable https://id.example/keys: the identity provider does not answer: "
          "no network");
    CHECK(verdict(*provider, rsa_key(), "r").empty());
    network.now += 60;
    network.answer("/keys", "{}");
    CHECK(verdict(*provider, p256_key(), "e") ==
          "provider-unfit https://id.example/keys: the key \"keys\" is missing");
    CHECK(verdict(*provider, rsa_key(), "r").empty());
    network.now += 60;
    network.answer("/keys", key_set({p256_key().jwk("e")}));
    CHECK(verdict(*provider, p256_key(), "e").empty());
    CHECK(verdict(*provider, rsa_key(), "r") != "");
}

TEST_CASE("a provider that fails is asked again after longer and longer pauses") {
    FakeNetwork network;
    network.answer(description_path, "", 0);
    const auto provider = provider_in(network);
    std::vector<std::int64_t> asked;
    const std::int64_t begin = network.now;
    for (; network.now < begin + 300; network.now += 1) {
        const std::size_t before = network.requests().size();
        CHECK(described(*provider) ==
              "provider-unreachable https://id.example/.well-known/openid-configuration: the "
              "identity provider does not answer: no network");
        if (network.requests().size() > before)
            asked.push_back(network.now - begin);
    }
    CHECK(asked == std::vector<std::int64_t>{0, 1, 3, 7, 15, 31, 63, 123, 183, 243});
    network.now += 60;
    network.answer(description_path, "{}", 503);
    CHECK(described(*provider) ==
          "provider-unreachable https://id.example/.well-known/openid-configuration: the identity "
          "provider answers with status 503");
    network.now += 60;
    network.answer(description_path, "<html>");
    CHECK(described(*provider).starts_with("provider-unfit https://id.example/.well-known/"));
    network.now += 60;
    network.answer(description_path, std::string(largest_answer + 1, ' '));
    CHECK(described(*provider) ==
          "provider-unfit https://id.example/.well-known/openid-configuration: the identity "
          "provider's answer has more than 262144 bytes");
    network.now += 60;
    network.answer(description_path, good_description().dump());
    CHECK(described(*provider).empty());
    // After a success the pauses are short again.
    network.now += 3600;
    network.answer(description_path, "", 0);
    CHECK(described(*provider) != "");
    network.answer(description_path, good_description().dump());
    CHECK(described(*provider) != "");
    network.now += 1;
    CHECK(described(*provider).empty());
}

TEST_CASE("without a description there are no keys") {
    FakeNetwork network;
    network.answer(description_path, "", 0);
    const auto provider = provider_in(network);
    CHECK(verdict(*provider, rsa_key(), "r")
              .starts_with("provider-unreachable https://id.example/."));
    network.now += 60;
    network.answer(description_path, good_description().dump());
    CHECK(verdict(*provider, rsa_key(), "r") ==
          "provider-unreachable https://id.example/keys: the identity provider answers with status "
          "404");
}

TEST_CASE("many who wait for the keys are one request") {
    FakeNetwork network;
    network.answer("/keys", key_set({p256_key().jwk("e")}));
    const auto provider = provider_in(network);
    std::atomic<int> verified = 0;
    const auto verify_many = [&](const TestKey& key, const std::string& name) {
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                for (int j = 0; j < 20; ++j)
                    provider->verify(token_by(key, name),
                                     [&](const Result<VerifiedPayload>& payload) {
                                         verified += payload ? 1 : 0;
                                     });
            });
        for (auto& thread : threads)
            thread.join();
    };
    network.hold();
    verify_many(p256_key(), "e");
    CHECK(network.requests().size() == 1);
    CHECK(verified == 0);
    network.release();
    CHECK(verified == 160);
    CHECK(network.requests().size() == 2);
    // The provider takes a new key: the first who needs it asks for all.
    const TestKey rotated = TestKey::p256();
    network.answer("/keys", key_set({rotated.jwk("n")}));
    network.hold();
    verify_many(rotated, "n");
    CHECK(network.requests().size() == 3);
    network.release();
    CHECK(verified == 320);
    verify_many(p256_key(), "e");
    CHECK(verified == 320);
    CHECK(network.requests().size() == 3);
}

TEST_CASE("whoever waits keeps the provider alive") {
    FakeNetwork network;
    network.answer("/keys", key_set({p256_key().jwk("e")}));
    auto provider = provider_in(network);
    network.hold();
    bool verified = false;
    provider->verify(token_by(p256_key(), "e"), [&](const Result<VerifiedPayload>& payload) {
        verified = payload.has_value();
    });
    const std::weak_ptr<Provider> left = provider;
    provider.reset();
    CHECK_FALSE(left.expired());
    network.release();
    CHECK(verified);
    CHECK(left.expired());
}

// SPDX-License-Identifier: Apache-2.0
#include "identity/base64url.h"
#include "identity/jwks.h"
#include "identity/test_key.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

Result<Jwks> parse(const std::string& text) {
    return Jwks::parse(bytes_of(text));
}

std::size_t size_of(const std::vector<nlohmann::json>& keys) {
    return must(parse(key_set(keys))).size();
}

std::string refusal_of_keys(const std::string& text) {
    const auto keys = parse(text);
    if (keys)
        return "";
    CHECK(keys.error().code == ErrorCode::malformed);
    return keys.error().english();
}

// A good key of either type with one member of another value.
nlohmann::json changed(const TestKey& key, const std::string& member, const nlohmann::json& value) {
    auto out = key.jwk("k");
    if (value.is_null())
        out.erase(member);
    else
        out[member] = value;
    return out;
}

std::string refusal_of(const TestKey& key, const std::string& member, const nlohmann::json& value) {
    return refusal_of_keys(key_set({changed(key, member, value)}));
}

// A number of this size instead of the modulus.
nlohmann::json rsa_of_bits(std::size_t bits) {
    Bytes modulus((bits + 7) / 8, 0xFF);
    modulus.front() = static_cast<std::uint8_t>(0xFF >> (8 * modulus.size() - bits));
    return changed(rsa_key(), "n", base64url_encode(modulus));
}

} // namespace

// RFC 7517, appendix A.1: a key for encryption, and one for signatures.
TEST_CASE("of the key set of RFC 7517 the key for signatures is taken") {
    const auto keys = must(parse(
        R"({"keys":[{"kty":"EC","crv":"P-256",
            "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},
           {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            "e":"AQAB","alg":"RS256","kid":"2011-04-29"}]})"));
    CHECK(keys.size() == 1);
    CHECK(keys.find(Algorithm::rs256, "2011-04-29") != nullptr);
    CHECK(keys.find(Algorithm::rs256, std::nullopt) != nullptr);
    CHECK(keys.find(Algorithm::es256, "1") == nullptr);
    CHECK(keys.find(Algorithm::rs256, "1") == nullptr);
}

TEST_CASE("keys of other types and uses are left out") {
    CHECK(size_of({}) == 0);
    CHECK(size_of({rsa_key().jwk("a"), p256_key().jwk("b")}) == 2);
    CHECK(size_of({{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "AA"}},
                   {{"kty", "oct"}, {"k", "AA"}, {"alg", "HS256"}},
                   {{"kty", "new"}}}) == 0);
    CHECK(size_of({changed(rsa_key(), "use", "enc")}) == 0);
    CHECK(size_of({changed(rsa_key(), "use", nullptr)}) == 1);
    CHECK(size_of({changed(rsa_key(), "key_ops", {"verify"})}) == 1);
    CHECK(size_of({changed(rsa_key(), "key_ops", {"encrypt", "wrapKey"})}) == 0);
    CHECK(size_of({changed(rsa_key(), "key_ops", nlohmann::json::array())}) == 0);
    CHECK(size_of({changed(rsa_key(), "alg", "PS256")}) == 0);
    CHECK(size_of({changed(rsa_key(), "alg", nullptr)}) == 1);
    CHECK(size_of({changed(p256_key(), "crv", "P-384")}) == 0);
    CHECK(size_of({changed(p256_key(), "alg", "ECDH-ES")}) == 0);
    CHECK(size_of({changed(p256_key(), "x5c", {"AA"})}) == 1);
}

TEST_CASE("a key that is wrong in itself is refused with the whole set") {
    CHECK(refusal_of(rsa_key(), "n", nullptr) == "keys[0]: the key \"n\" is missing");
    CHECK(refusal_of(rsa_key(), "kty", nullptr) == "keys[0]: the key \"kty\" is missing");
    CHECK(refusal_of(rsa_key(), "n", "AA==") ==
          "keys[0].n: base64url without padding is expected here");
    CHECK(refusal_of(rsa_key(), "d", "AQAB") ==
          "keys[0]: this key is private: whoever reads it can sign");
    CHECK(refusal_of(p256_key(), "d", "AQAB") != "");
    CHECK(refusal_of(rsa_key(), "alg", "ES256") ==
          "keys[0]: this key is not one for its algorithm");
    CHECK(refusal_of(p256_key(), "alg", "RS256") != "");
    CHECK(refusal_of(p256_key(), "crv", nullptr) == "keys[0]: the key \"crv\" is missing");
    CHECK(refusal_of(rsa_key(), "kid", "") == "keys[0]: the name of this key is empty or too long");
    CHECK(refusal_of(rsa_key(), "kid", std::string(257, 'x')) != "");
    CHECK(refusal_of(rsa_key(), "kid", 1) == "keys[0].kid: a text is expected here");
    CHECK(refusal_of(rsa_key(), "use", 1) == "keys[0].use: a text is expected here");
    CHECK(refusal_of_keys(key_set({rsa_key().jwk("k"), TestKey::rsa().jwk("k")})) ==
          "keys[1]: two keys have this name");
    CHECK(size_of({rsa_key().jwk("k"), p256_key().jwk("k")}) == 2); // RFC 7517, section 4.5
    CHECK(refusal_of_keys("{}") == "the key \"keys\" is missing");
    CHECK(refusal_of_keys("[]") != "");
    CHECK(refusal_of_keys(R"({"keys":[],"keys":[]})") != "");
    CHECK(refusal_of_keys(key_set(std::vector<nlohmann::json>(101, {{"kty", "x"}}))) != "");
    CHECK(size_of(std::vector<nlohmann::json>(100, {{"kty", "x"}})) == 0);
}

TEST_CASE("an RSA key has 2048 to 4096 bits and a usual exponent") {
    for (const unsigned bits : {2048U, 4096U})
        CHECK(size_of({TestKey::rsa(bits).jwk("k")}) == 1);
    CHECK(refusal_of_keys(key_set({rsa_of_bits(2047)})) ==
          "keys[0]: an RSA key of 2048 to 4096 bits is expected here, this one has 2047");
    CHECK(refusal_of_keys(key_set({rsa_of_bits(4097)})) != "");
    CHECK(refusal_of_keys(key_set({rsa_of_bits(1024)})) != "");
    const std::string usual = "keys[0]: the exponent of this RSA key is not a usual one";
    CHECK(refusal_of(rsa_key(), "e", "Aw") == usual);      // 3
    CHECK(refusal_of(rsa_key(), "e", "AQAA") == usual);    // 65536
    CHECK(refusal_of(rsa_key(), "e", "AQAAAAE") == usual); // 2^32 + 1
    CHECK(refusal_of(rsa_key(), "e", "_____w").empty());   // 2^32 - 1
    // All ones is a multiple of three, and so nobody's modulus.
    CHECK(refusal_of_keys(key_set({rsa_of_bits(2048)})) == "keys[0]: this is not a public key");
    const std::string bad = "keys[0]: this is not a public key";
    CHECK(refusal_of(rsa_key(), "e", "AAEAAQ") == bad); // a leading zero
    CHECK(refusal_of(rsa_key(), "e", "") == bad);
    CHECK(refusal_of(rsa_key(), "n", "") == bad);
    Bytes modulus(256, 0xFF);
    modulus.back() = 0xFE;
    CHECK(refusal_of(rsa_key(), "n", base64url_encode(modulus)) == bad);
    modulus.insert(modulus.begin(), 0);
    CHECK(refusal_of(rsa_key(), "n", base64url_encode(modulus)) == bad);
}

TEST_CASE("a key on P256 is a point of the curve in full length") {
    const std::string bad = "keys[0]: this is not a public key";
    const auto x = *base64url_decode(p256_key().jwk("k")["x"].get<std::string>());
    const auto y = *base64url_decode(p256_key().jwk("k")["y"].get<std::string>());
    CHECK(SignatureKey::p256(x, y));
    CHECK_FALSE(SignatureKey::p256(y, x));
    Bytes other = y;
    other.back() ^= 1;
    CHECK(refusal_of(p256_key(), "y", base64url_encode(other)) == bad);
    CHECK_FALSE(SignatureKey::p256(Bytes(32), Bytes(32)));
    CHECK_FALSE(SignatureKey::p256(Bytes(32, 0xFF), y));
    Bytes longer = x;
    longer.insert(longer.begin(), 0);
    CHECK_FALSE(SignatureKey::p256(longer, y));
    longer.erase(longer.begin());
    longer.push_back(y.front()); // 33 and 31 bytes that are 64 together
    CHECK_FALSE(SignatureKey::p256(longer, ByteView(y).last(31)));
    CHECK_FALSE(SignatureKey::p256(ByteView(x).first(31), y));
    CHECK_FALSE(SignatureKey::p256(x, ByteView(y).first(31)));
}

TEST_CASE("without a name the only key of the algorithm is meant") {
    const auto two =
        must(parse(key_set({rsa_key().jwk("a"), TestKey::rsa().jwk("b"), p256_key().jwk("c")})));
    CHECK(two.find(Algorithm::rs256, std::nullopt) == nullptr);
    CHECK(two.find(Algorithm::es256, std::nullopt) != nullptr);
    CHECK(two.find(Algorithm::rs256, "a") != two.find(Algorithm::rs256, "b"));
    const auto nameless = must(parse(key_set({changed(rsa_key(), "kid", nullptr)})));
    CHECK(nameless.find(Algorithm::rs256, std::nullopt) != nullptr);
    CHECK(nameless.find(Algorithm::rs256, "a") == nullptr);
}

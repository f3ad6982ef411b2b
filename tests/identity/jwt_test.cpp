// SPDX-License-Identifier: Apache-2.0
#include "identity/base64url.h"
#include "identity/jwt.h"
#include "identity/test_key.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

// RFC 7515, appendices A.2 and A.3: the same payload, signed by RS256 and ES256.
const std::string rfc_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
const std::string rfc_rs256 =
    "eyJhbGciOiJSUzI1NiJ9." + rfc_payload +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L"
    "07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUi"
    "pUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const std::string rfc_es256 =
    "eyJhbGciOiJFUzI1NiJ9." + rfc_payload +
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

const nlohmann::json rfc_rsa_key{
    {"kty", "RSA"},
    {"n", "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
          "4qPCJrcS2mJPMEzP1Pt0Bm4d4"
          "QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
          "bSf63kpaSHSXndS5z5rexMdb"
          "BYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
          "I5IhlJH7aGhyxXFvUK-D"
          "WNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"},
    {"e", "AQAB"}};
const nlohmann::json rfc_ec_key{{"kty", "EC"},
                                {"crv", "P-256"},
                                {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                                {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}};

Jwks keys_of(const std::vector<nlohmann::json>& keys) {
    return must(Jwks::parse(bytes_of(key_set(keys))));
}

const Jwks& our_keys() {
    static const Jwks keys = keys_of({rsa_key().jwk("r"), p256_key().jwk("e")});
    return keys;
}

Result<VerifiedPayload> verify(const std::string& compact, const Jwks& keys) {
    EVOTE_TRY(const auto token, SignedToken::parse(compact));
    const SignatureKey* key = keys.find(token.algorithm(), token.key_name());
    if (key == nullptr)
        return fail(ErrorCode::token_refused, verbatim("no such key"));
    return token.verify(*key);
}

// Where and why a token is refused; empty if it is not.
std::string refusal(const std::string& compact) {
    const auto verified = verify(compact, our_keys());
    if (verified)
        return "";
    CHECK(verified.error().code == ErrorCode::token_refused);
    return verified.error().english();
}

std::string refusal_of_header(const std::string& header) {
    return refusal(rsa_key().sign(header, "{}"));
}

const std::string wrong = "signature: the signature of the token is wrong";
const std::string good_header = R"({"alg":"RS256","kid":"r"})";

} // namespace

TEST_CASE("the tokens of RFC 7515 are verified") {
    const auto keys = keys_of({rfc_rsa_key, rfc_ec_key});
    const std::string payload =
        "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
    CHECK(text_of(must(verify(rfc_rs256, keys)).bytes()) == payload);
    CHECK(text_of(must(verify(rfc_es256, keys)).bytes()) == payload);
    CHECK(verify(rfc_rs256, keys_of({rsa_key().jwk("r")})).error().english() == wrong);
    CHECK(verify(rfc_es256, keys_of({p256_key().jwk("e")})).error().english() == wrong);
}

TEST_CASE("a token with any character changed is refused") {
    for (const auto& good : {rfc_rs256, rfc_es256}) {
        const auto keys = keys_of({rfc_rsa_key, rfc_ec_key});
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::string bad = good;
            bad[i] = bad[i] == 'A' ? 'B' : 'A';
            CHECK_FALSE(verify(bad, keys));
        }
        for (std::size_t size = 0; size < good.size(); ++size)
            CHECK_FALSE(verify(good.substr(0, size), keys));
    }
}

TEST_CASE("what signs a token is a key of its name and algorithm") {
    const std::string es256 = R"({"alg":"ES256","kid":"e"})";
    CHECK(refusal(rsa_key().sign(good_header, "{}")).empty());
    CHECK(refusal(p256_key().sign(es256, "{}")).empty());
    CHECK(refusal(rsa_key().sign(R"({"alg":"RS256"})", "{}")).empty()); // the only one
    CHECK(refusal(TestKey::rsa().sign(good_header, "{}")) == wrong);
    CHECK(refusal(TestKey::p256().sign(es256, "{}")) == wrong);
    CHECK(refusal(rsa_key().sign(R"({"alg":"RS256","kid":"x"})", "{}")) == "no such key");
    CHECK(refusal(rsa_key().sign(R"({"alg":"RS256","kid":"e"})", "{}")) == "no such key");
    CHECK(refusal(p256_key().sign(good_header, "{}")) == wrong);
    CHECK(refusal(rsa_key().sign(es256, "{}")) == wrong);
    const auto token = must(SignedToken::parse(p256_key().sign(es256, "{}")));
    CHECK_FALSE(token.verify(*our_keys().find(Algorithm::rs256, "r")));
    // Signed by a good key, and the header says another algorithm.
    const auto liar = must(SignedToken::parse(rsa_key().sign(es256, "{}")));
    CHECK_FALSE(liar.verify(*our_keys().find(Algorithm::rs256, "r")));
}

TEST_CASE("no signature and one by the public key as a secret are refused") {
    const std::string reason = "; RS256 or ES256 is needed";
    for (const std::string name : {"none", "None", "nOnE", "", "HS256", "HS512", "PS256", "RS512",
                                   "ES384", "EdDSA", "rs256"}) {
        const std::string header = R"({"alg":")" + name + R"(","kid":"r"})";
        const std::string expected = "header.alg: the token is signed by \"" + name + "\"" + reason;
        CHECK(refusal(encoded(header) + "." + encoded("{}") + ".") == expected);
        CHECK(refusal(sign_by_hmac(header, "{}", rsa_key().public_pem())) == expected);
        CHECK(refusal(rsa_key().sign(header, "{}")) == expected);
    }
    CHECK(refusal(encoded(good_header) + "." + encoded("{}") + ".") == wrong);
    CHECK(refusal(sign_by_hmac(good_header, "{}", rsa_key().public_pem())) == wrong);
}

TEST_CASE("keys that a token brings along are not looked at") {
    const TestKey other = TestKey::rsa();
    nlohmann::json header{{"alg", "RS256"},
                          {"kid", "r"},
                          {"jwk", other.jwk("r")},
                          {"jku", "https://evil.example/keys"},
                          {"x5u", "https://evil.example/certificate"},
                          {"x5c", {"AAAA"}},
                          {"x5t", "AAAA"}};
    CHECK(refusal(other.sign(header.dump(), "{}")) == wrong);
    CHECK(refusal(rsa_key().sign(header.dump(), "{}")).empty());
}

TEST_CASE("a header is read strictly") {
    CHECK(refusal_of_header(R"({"alg":"RS256","kid":"r","typ":"JWT"})").empty());
    CHECK(refusal_of_header(R"({"alg":"RS256","kid":"r","typ":"jwt"})").empty());
    for (const std::string type : {"at+jwt", "logout+jwt", "", "JW"})
        CHECK(refusal_of_header(R"({"alg":"RS256","kid":"r","typ":")" + type + "\"}") ==
              "header.typ: the token is for another purpose");
    CHECK(refusal_of_header(R"({"alg":"RS256","crit":["b64"],"b64":false})") ==
          "header.crit: the token has extensions that this version does not know");
    CHECK(refusal_of_header(R"({"alg":"RS256","crit":[]})") != "");
    CHECK(refusal_of_header(R"({"alg":"none","alg":"RS256"})") ==
          "header: the key \"alg\" occurs twice in this object");
    CHECK(refusal_of_header(R"({"kid":"r"})") == "header: the key \"alg\" is missing");
    CHECK(refusal_of_header(R"({"alg":1})") == "header: alg: a text is expected here");
    CHECK(refusal_of_header(R"({"alg":"RS256","kid":7})") ==
          "header: kid: a text is expected here");
    CHECK(refusal_of_header(R"({"alg":"RS256","kid":")" + std::string(257, 'r') + "\"}") ==
          "header.kid: the name of this key is empty or too long");
    CHECK(refusal_of_header("[]").starts_with("header: "));
    CHECK(refusal_of_header("").starts_with("header: "));
    CHECK(refusal_of_header("{\"alg\":\"RS256\"} x").starts_with("header: "));
}

TEST_CASE("a token has three parts of strict base64url and a limited length") {
    const std::string good = rsa_key().sign(good_header, "{}");
    const std::string parts = "this is not a signed token";
    const std::string base64 = "the token is not base64url without padding";
    CHECK(refusal("") == parts);
    CHECK(refusal("a.b") == parts);
    CHECK(refusal(good + ".") == parts);
    CHECK(refusal("." + good) == parts);
    CHECK(refusal(good + "..") == parts); // encrypted tokens have five
    CHECK(refusal(good + "=") == base64);
    CHECK(refusal(good + "\n") == base64);
    CHECK(refusal(" " + good) == base64);
    // "AB" and "AA" are the same byte but for bits that must be zero.
    CHECK(base64url_decode("AA"));
    CHECK_FALSE(base64url_decode("AB"));
    CHECK_FALSE(base64url_decode("A"));
    CHECK_FALSE(base64url_decode("+A"));
    CHECK_FALSE(base64url_decode("/A"));
    CHECK(base64url_decode("-_8") == Bytes{0xFB, 0xFF});
    const std::string filler(SignedToken::longest, 'x');
    CHECK(refusal(rsa_key().sign(good_header, filler)) ==
          "the token is longer than 16384 characters");
    CHECK(refusal(rsa_key().sign(good_header, filler.substr(0, 11'000))).empty());
}

TEST_CASE("a signature of ES256 has 64 bytes and its numbers their range") {
    const std::string good = p256_key().sign(R"({"alg":"ES256","kid":"e"})", "{}");
    const std::size_t at = good.rfind('.') + 1;
    const Bytes signature = *base64url_decode(good.substr(at));
    REQUIRE(signature.size() == 64);
    const auto refused = [&](const Bytes& other) {
        return refusal(good.substr(0, at) + base64url_encode(other));
    };
    Bytes longer = signature;
    longer.push_back(0);
    CHECK(refused(longer) == wrong);
    longer.insert(longer.begin(), 0);
    CHECK(refused(longer) == wrong);
    longer = signature;
    longer.insert(longer.begin() + 32, 0);
    CHECK(refused(longer) == wrong);
    CHECK(refused(to_bytes(ByteView(signature).first(63))) == wrong);
    CHECK(refused({}) == wrong);
    CHECK(refused(Bytes(64, 0)) == wrong); // CVE-2022-21449
    CHECK(refused(Bytes(64, 0xFF)) == wrong);
    Bytes zero = signature;
    std::fill(zero.begin(), zero.begin() + 32, std::uint8_t{0});
    CHECK(refused(zero) == wrong);
    zero = signature;
    std::fill(zero.begin() + 32, zero.end(), std::uint8_t{0});
    CHECK(refused(zero) == wrong);
}

TEST_CASE("a signature of RS256 is as long as the modulus") {
    const std::string good = rsa_key().sign(good_header, "{}");
    const std::size_t at = good.rfind('.') + 1;
    Bytes signature = *base64url_decode(good.substr(at));
    REQUIRE(signature.size() == 256);
    const auto refused = [&] { return refusal(good.substr(0, at) + base64url_encode(signature)); };
    signature.insert(signature.begin(), 0);
    CHECK(refused() == wrong);
    signature.assign(256, 0);
    CHECK(refused() == wrong);
    signature.back() = 1;
    CHECK(refused() == wrong);
    signature.clear();
    CHECK(refused() == wrong);
}

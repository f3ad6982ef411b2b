// SPDX-License-Identifier: Apache-2.0
#include "identity/test_key.h"

#include "evote/check.h"
#include "identity/base64url.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

namespace evote {

namespace {

Bytes number_of(EVP_PKEY* key, const char* name, int size) {
    BIGNUM* number = nullptr;
    EVOTE_CHECK(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    Bytes out(static_cast<std::size_t>(size == 0 ? BN_num_bytes(number) : size));
    EVOTE_CHECK(BN_bn2binpad(number, out.data(), static_cast<int>(out.size())) > 0);
    BN_free(number);
    return out;
}

Bytes two_numbers(const Bytes& asn1) {
    const std::uint8_t* begin = asn1.data();
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(asn1.size()));
    EVOTE_CHECK(signature != nullptr);
    Bytes out(64);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), out.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), out.data() + 32, 32);
    ECDSA_SIG_free(signature);
    return out;
}

} // namespace

TestKey TestKey::rsa(unsigned bits) {
    return TestKey({EVP_RSA_gen(bits), EVP_PKEY_free});
}

TestKey TestKey::p256() {
    return TestKey({EVP_EC_gen("P-256"), EVP_PKEY_free});
}

std::string TestKey::algorithm() const {
    return EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA ? "RS256" : "ES256";
}

nlohmann::json TestKey::jwk(const std::string& name) const {
    const auto part = [this](const char* number, int size) {
        return identity::base64url_encode(number_of(key_.get(), number, size));
    };
    nlohmann::json out{{"kid", name}, {"use", "sig"}, {"alg", algorithm()}};
    if (algorithm() == "RS256") {
        out["kty"] = "RSA";
        out["n"] = part(OSSL_PKEY_PARAM_RSA_N, 0);
        out["e"] = part(OSSL_PKEY_PARAM_RSA_E, 0);
    } else {
        out["kty"] = "EC";
        out["crv"] = "P-256";
        out["x"] = part(OSSL_PKEY_PARAM_EC_PUB_X, 32);
        out["y"] = part(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
    }
    return out;
}

std::string TestKey::sign(const std::string& header, const std::string& payload) const {
    const std::string text = encoded(header) + "." + encoded(payload);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVOTE_CHECK(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
    std::size_t size = 1024;
    Bytes signature(size);
    EVOTE_CHECK(
        EVP_DigestSign(context, signature.data(), &size, bytes_of(text).data(), text.size()) == 1);
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return text + "." +
           identity::base64url_encode(algorithm() == "RS256" ? signature : two_numbers(signature));
}

std::string TestKey::public_pem() const {
    BIO* out = BIO_new(BIO_s_mem());
    EVOTE_CHECK(PEM_write_bio_PUBKEY(out, key_.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(out);
    return pem;
}

const TestKey& rsa_key() {
    static const TestKey key = TestKey::rsa();
    return key;
}

const TestKey& p256_key() {
    static const TestKey key = TestKey::p256();
    return key;
}

std::string key_set(const std::vector<nlohmann::json>& keys) {
    return nlohmann::json{{"keys", keys}}.dump();
}

std::string sign_by_hmac(const std::string& header, const std::string& payload,
                         const std::string& secret) {
    const std::string text = encoded(header) + "." + encoded(payload);
    Digest32 code{};
    EVOTE_CHECK(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                     bytes_of(text).data(), text.size(), code.data(), nullptr) != nullptr);
    return text + "." + identity::base64url_encode(code);
}

std::string encoded(const std::string& text) {
    return identity::base64url_encode(bytes_of(text));
}

} // namespace evote

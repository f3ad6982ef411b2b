// SPDX-License-Identifier: Apache-2.0
#include "crypto/freed.h"
#include "evote/check.h"
#include "identity/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <bit>

namespace evote::identity {

namespace {

using crypto::Freed;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using VerifyContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

// What OpenSSL notes of a refusal is taken back: others on this thread, such as TLS, would take it
// for theirs.
class ErrorsTakenBack {
  public:
    ErrorsTakenBack() { ERR_set_mark(); }

    ErrorsTakenBack(const ErrorsTakenBack&) = delete;
    ErrorsTakenBack& operator=(const ErrorsTakenBack&) = delete;

    ~ErrorsTakenBack() { ERR_pop_to_mark(); }
};

Failed bad_key() {
    return fail(ErrorCode::malformed, msg("this is not a public key"));
}

BigNumber big_number(ByteView bytes) {
    BigNumber out(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    EVOTE_CHECK(out != nullptr);
    return out;
}

// A key of these parameters that OpenSSL finds right; null otherwise.
std::shared_ptr<EVP_PKEY> public_key(const char* type, const Builder& builder) {
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVOTE_CHECK(params != nullptr && maker != nullptr);
    EVOTE_CHECK(EVP_PKEY_fromdata_init(maker.get()) == 1);
    EVP_PKEY* made = nullptr;
    if (EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    std::shared_ptr<EVP_PKEY> key(made, Freed<EVP_PKEY_free>());
    const KeyContext checker(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
    EVOTE_CHECK(checker != nullptr);
    return EVP_PKEY_public_check(checker.get()) == 1 ? key : nullptr;
}

std::size_t bits_of(ByteView number) {
    return number.empty() ? 0
                          : 8 * (number.size() - 1) +
                                static_cast<std::size_t>(std::bit_width(unsigned{number.front()}));
}

// What OpenSSL takes: ASN.1 of the two numbers.
Bytes asn1_signature(ByteView two_numbers) {
    BigNumber r = big_number(two_numbers.first(32));
    BigNumber s = big_number(two_numbers.last(32));
    const EcdsaSignature signature(ECDSA_SIG_new());
    EVOTE_CHECK(signature != nullptr);
    EVOTE_CHECK(ECDSA_SIG_set0(signature.get(), r.release(), s.release()) == 1);
    std::array<std::uint8_t, 80> out{}; // two numbers of at most 33 bytes and three heads
    std::uint8_t* end = out.data();
    const int size = i2d_ECDSA_SIG(signature.get(), &end);
    EVOTE_CHECK(size > 0 && static_cast<std::size_t>(size) <= out.size());
    return to_bytes(ByteView(out).first(static_cast<std::size_t>(size)));
}

} // namespace

Result<SignatureKey> SignatureKey::rsa(ByteView modulus, ByteView exponent) {
    const ErrorsTakenBack errors;
    if (modulus.empty() || exponent.empty() || modulus.front() == 0 || exponent.front() == 0)
        return bad_key();
    if (bits_of(modulus) < 2048 || bits_of(modulus) > 4096)
        return fail(ErrorCode::malformed, msg("an RSA key of 2048 to 4096 bits is expected here, "
                                              "this one has {0}",
                                              bits_of(modulus)));
    if (bits_of(exponent) < 17 || bits_of(exponent) > 32 || exponent.back() % 2 == 0)
        return fail(ErrorCode::malformed, msg("the exponent of this RSA key is not a usual one"));
    const Builder builder(OSSL_PARAM_BLD_new());
    const BigNumber n = big_number(modulus);
    const BigNumber e = big_number(exponent);
    EVOTE_CHECK(builder != nullptr);
    EVOTE_CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1);
    EVOTE_CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
    auto key = public_key("RSA", builder);
    if (key == nullptr)
        return bad_key();
    return SignatureKey(Algorithm::rs256, std::move(key));
}

Result<SignatureKey> SignatureKey::p256(ByteView x, ByteView y) {
    const ErrorsTakenBack errors;
    if (x.size() != 32 || y.size() != 32)
        return bad_key();
    Bytes point{4}; // not compressed
    append(point, x);
    append(point, y);
    const Builder builder(OSSL_PARAM_BLD_new());
    EVOTE_CHECK(builder != nullptr);
    EVOTE_CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                                "prime256v1", 0) == 1);
    EVOTE_CHECK(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                                 point.data(), point.size()) == 1);
    auto key = public_key("EC", builder);
    if (key == nullptr)
        return bad_key();
    return SignatureKey(Algorithm::es256, std::move(key));
}

bool SignatureKey::verify(ByteView message, ByteView signature) const {
    const ErrorsTakenBack errors;
    Bytes asn1;
    if (algorithm_ == Algorithm::es256) {
        if (signature.size() != 64)
            return false;
        asn1 = asn1_signature(signature);
        signature = asn1;
    }
    const VerifyContext context(EVP_MD_CTX_new());
    EVOTE_CHECK(context != nullptr);
    EVP_PKEY_CTX* padding = nullptr; // the context's own
    EVOTE_CHECK(EVP_DigestVerifyInit(context.get(), &padding, EVP_sha256(), nullptr, key_.get()) ==
                1);
    if (algorithm_ == Algorithm::rs256)
        EVOTE_CHECK(EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PADDING) == 1);
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

} // namespace evote::identity

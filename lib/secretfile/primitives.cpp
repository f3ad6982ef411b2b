// SPDX-License-Identifier: Apache-2.0
#include "primitives.h"

#include "crypto/freed.h"
#include "evote/check.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>
#include <vector>

namespace evote::secretfile::age {

namespace {

using PKey = std::unique_ptr<EVP_PKEY, crypto::Freed<EVP_PKEY_free>>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, crypto::Freed<EVP_PKEY_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, crypto::Freed<EVP_CIPHER_CTX_free>>;
using Kdf = std::unique_ptr<EVP_KDF, crypto::Freed<EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, crypto::Freed<EVP_KDF_CTX_free>>;

constexpr std::uint32_t scrypt_r = 8;
constexpr std::uint32_t scrypt_p = 1;

PKey private_key(const Key32& scalar) {
    PKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, scalar.expose().data(),
                                          scalar.expose().size()));
    EVOTE_CHECK(key != nullptr);
    return key;
}

// OpenSSL's parameters are not const, although it only reads them.
OSSL_PARAM octets(const char* name, ByteView bytes) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()),
                                             bytes.size());
}

std::optional<Key32> derive(const char* algorithm, const std::vector<OSSL_PARAM>& parameters) {
    const Kdf kdf(EVP_KDF_fetch(nullptr, algorithm, nullptr));
    EVOTE_CHECK(kdf != nullptr);
    const KdfContext context(EVP_KDF_CTX_new(kdf.get()));
    EVOTE_CHECK(context != nullptr);
    Key32 out;
    if (EVP_KDF_derive(context.get(), out.expose().data(), out.expose().size(),
                       parameters.data()) != 1)
        return std::nullopt;
    return out;
}

} // namespace

std::optional<Key32> x25519(const Key32& scalar, const ByteArray<32>& point) {
    const PKey own = private_key(scalar);
    const PKey peer(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, point.data(), point.size()));
    EVOTE_CHECK(peer != nullptr);
    const PKeyContext context(EVP_PKEY_CTX_new(own.get(), nullptr));
    EVOTE_CHECK(context != nullptr && EVP_PKEY_derive_init(context.get()) == 1);
    Key32 out;
    std::size_t size = out.expose().size();
    // OpenSSL refuses a zero result here, but does not promise to, so it is checked again.
    if (EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        EVP_PKEY_derive(context.get(), out.expose().data(), &size) != 1 ||
        equal(out.expose(), ByteArray<32>{}))
        return std::nullopt;
    EVOTE_CHECK(size == out.expose().size());
    return out;
}

ByteArray<32> x25519_public(const Key32& scalar) {
    const PKey key = private_key(scalar);
    ByteArray<32> out{};
    std::size_t size = out.size();
    EVOTE_CHECK(EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size) == 1);
    EVOTE_CHECK(size == out.size());
    return out;
}

Key32 hkdf_sha256(ByteView key, ByteView salt, std::string_view info) {
    std::string digest = "SHA2-256";
    std::vector<OSSL_PARAM> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_KEY, key), octets(OSSL_KDF_PARAM_INFO, bytes_of(info))};
    if (!salt.empty())
        parameters.push_back(octets(OSSL_KDF_PARAM_SALT, salt));
    parameters.push_back(OSSL_PARAM_construct_end());
    auto out = derive("HKDF", parameters);
    EVOTE_CHECK(out.has_value());
    return std::move(*out);
}

Digest32 hmac_sha256(const Key32& key, ByteView message) {
    Digest32 out{};
    EVOTE_CHECK(HMAC(EVP_sha256(), key.expose().data(), static_cast<int>(key.expose().size()),
                     message.data(), message.size(), out.data(), nullptr) != nullptr);
    return out;
}

std::optional<Key32> scrypt(ByteView passphrase, ByteView salt, unsigned work_factor) {
    std::uint64_t n = std::uint64_t{1} << work_factor;
    std::uint32_t r = scrypt_r;
    std::uint32_t p = scrypt_p;
    std::uint64_t memory = std::uint64_t{128} * scrypt_r * (n + 2 + scrypt_p);
    return derive("SCRYPT",
                  {octets(OSSL_KDF_PARAM_PASSWORD, passphrase), octets(OSSL_KDF_PARAM_SALT, salt),
                   OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
                   OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
                   OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
                   OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
                   OSSL_PARAM_construct_end()});
}

void seal(const Key32& key, const AeadNonce& nonce, ByteView plain, MutableByteView out) {
    EVOTE_CHECK(out.size() == plain.size() + tag_bytes);
    const CipherContext context(EVP_CIPHER_CTX_new());
    EVOTE_CHECK(context != nullptr);
    EVOTE_CHECK(EVP_EncryptInit_ex2(context.get(), EVP_chacha20_poly1305(), key.expose().data(),
                                    nonce.data(), nullptr) == 1);
    int size = 0;
    EVOTE_CHECK(EVP_EncryptUpdate(context.get(), out.data(), &size, plain.data(),
                                  static_cast<int>(plain.size())) == 1);
    EVOTE_CHECK(EVP_EncryptFinal_ex(context.get(), out.data() + plain.size(), &size) == 1);
    EVOTE_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes,
                                    out.data() + plain.size()) == 1);
}

bool open(const Key32& key, const AeadNonce& nonce, ByteView sealed, MutableByteView out) {
    EVOTE_CHECK(sealed.size() == out.size() + tag_bytes);
    const CipherContext context(EVP_CIPHER_CTX_new());
    EVOTE_CHECK(context != nullptr);
    EVOTE_CHECK(EVP_DecryptInit_ex2(context.get(), EVP_chacha20_poly1305(), key.expose().data(),
                                    nonce.data(), nullptr) == 1);
    auto tag = to_bytes(sealed.last(tag_bytes));
    EVOTE_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) ==
                1);
    int size = 0;
    EVOTE_CHECK(EVP_DecryptUpdate(context.get(), out.data(), &size, sealed.data(),
                                  static_cast<int>(out.size())) == 1);
    return EVP_DecryptFinal_ex(context.get(), tag.data(), &size) == 1;
}

} // namespace evote::secretfile::age

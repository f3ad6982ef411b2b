// SPDX-License-Identifier: Apache-2.0
#include "crypto/ed25519.h"

#include "base/secret.h"
#include "crypto/freed.h"
#include "evote/check.h"

#include <openssl/bn.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace evote::crypto {

namespace {

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using NumberContext = std::unique_ptr<BN_CTX, Freed<BN_CTX_free>>;

Key private_key(const ByteArray<32>& seed) {
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
    EVOTE_CHECK(key != nullptr);
    return key;
}

ByteArray<32> public_bytes(const ByteArray<32>& seed) {
    ByteArray<32> out{};
    std::size_t size = out.size();
    EVOTE_CHECK(EVP_PKEY_get_raw_public_key(private_key(seed).get(), out.data(), &size) == 1);
    return out;
}

Number number(const char* hex) {
    BIGNUM* out = nullptr;
    EVOTE_CHECK(BN_hex2bn(&out, hex) > 0);
    return Number(out);
}

Number new_number() {
    Number out(BN_new());
    EVOTE_CHECK(out != nullptr);
    return out;
}

// x^2 (d y^2 + 1) = y^2 - 1 has a solution x if and only if (y^2 - 1)(d y^2 + 1) is a square or 0.
bool has_point_vartime(const BIGNUM* y, const BIGNUM* prime) {
    const Number d = number("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3");
    const NumberContext context(BN_CTX_new());
    EVOTE_CHECK(context != nullptr);
    const Number square = new_number();
    const Number above = new_number();
    const Number below = new_number();
    EVOTE_CHECK(BN_mod_sqr(square.get(), y, prime, context.get()) == 1);
    EVOTE_CHECK(BN_mod_sub(above.get(), square.get(), BN_value_one(), prime, context.get()) == 1);
    EVOTE_CHECK(BN_mod_mul(below.get(), d.get(), square.get(), prime, context.get()) == 1);
    EVOTE_CHECK(BN_mod_add(below.get(), below.get(), BN_value_one(), prime, context.get()) == 1);
    EVOTE_CHECK(BN_mod_mul(above.get(), above.get(), below.get(), prime, context.get()) == 1);
    const int symbol = BN_kronecker(above.get(), prime, context.get());
    EVOTE_CHECK(symbol >= -1);
    return symbol >= 0;
}

// The y coordinates of the eight points of small order: 1, -1, 0 and two of order eight.
bool is_small_order_vartime(const BIGNUM* y) {
    static constexpr const char* coordinates[] = {
        "01",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
        "00",
        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
    };
    return std::ranges::any_of(coordinates,
                               [y](const char* hex) { return BN_cmp(y, number(hex).get()) == 0; });
}

} // namespace

Result<Ed25519PublicKey> Ed25519PublicKey::parse(ByteView bytes) {
    if (bytes.size() != 32)
        return fail(ErrorCode::malformed,
                    msg("a public key has 32 bytes, this one has {0}", bytes.size()));
    ByteArray<32> key{};
    std::ranges::copy(bytes, key.begin());
    ByteArray<32> coordinate = key;
    coordinate[31] &= 0x7f;
    const Number prime = number("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
    const Number y = new_number();
    EVOTE_CHECK(BN_lebin2bn(coordinate.data(), static_cast<int>(coordinate.size()), y.get()) !=
                nullptr);
    if (BN_cmp(y.get(), prime.get()) >= 0 || !has_point_vartime(y.get(), prime.get()))
        return fail(ErrorCode::malformed, msg("these 32 bytes are not a public key"));
    if (is_small_order_vartime(y.get()))
        return fail(ErrorCode::malformed, msg("this public key is one of the few unsafe ones"));
    return Ed25519PublicKey(key);
}

bool Ed25519PublicKey::verify(ByteView message, const Ed25519Signature& signature) const {
    const Key key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_.data(), bytes_.size()));
    const DigestContext context(EVP_MD_CTX_new());
    EVOTE_CHECK(key != nullptr && context != nullptr);
    EVOTE_CHECK(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

SigningKey::SigningKey(Secret<ByteArray<32>> seed)
    : seed_(std::move(seed)), public_key_(public_bytes(seed_.expose())) {}

SigningKey SigningKey::generate(Random& random) {
    Secret<ByteArray<32>> seed;
    random.fill(seed.expose());
    return SigningKey(std::move(seed));
}

Ed25519Signature SigningKey::sign(ByteView message) const {
    const WipedStack wiped;
    const Key key = private_key(seed_.expose());
    const DigestContext context(EVP_MD_CTX_new());
    EVOTE_CHECK(context != nullptr);
    EVOTE_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
    Ed25519Signature out{};
    std::size_t size = out.size();
    EVOTE_CHECK(EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) ==
                1);
    EVOTE_CHECK(size == out.size());
    return out;
}

} // namespace evote::crypto

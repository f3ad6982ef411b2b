// SPDX-License-Identifier: Apache-2.0
#include "protocol/half_maker.h"

#include "crypto/sha2.h"
#include "evote/check.h"
#include "group/batch.h"
#include "proof/possession.h"

#include <algorithm>
#include <vector>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;
using Element = G::Element;
using Scalar = G::Scalar;

constexpr std::string_view label = "registrar/possession";
constexpr std::size_t at_once = 512;

Bytes context(const Digest32& manifest, std::uint8_t registrar, ByteView halves) {
    EVOTE_CHECK(halves.size() % Element::encoded_size == 0);
    Bytes out = to_bytes(manifest);
    append_u8(out, registrar);
    append_u64(out, halves.size() / Element::encoded_size);
    return out;
}

} // namespace

Scalar halves_challenge(const Digest32& manifest, std::uint8_t registrar, ByteView halves,
                        const ByteArray<32>& t) {
    return proof::possession_challenge<G>(label, context(manifest, registrar, halves), halves, t);
}

HalfMaker::HalfMaker(const Digest32& manifest, std::uint8_t registrar)
    : manifest_(manifest),
      registrar_(registrar),
      one_half_(Scalar::from_u64(2).invert()),
      generator_(G::generator()) {
    EVOTE_CHECK(registrar >= 1);
}

void HalfMaker::secret_of(const Codes& codes, std::size_t index, Secret<Scalar>& out) const {
    ballot::CodeBytes code;
    codes(index, code);
    const auto wide = ballot::half_secret_wide(manifest_, registrar_, code);
    out.expose() = Scalar::from_uniform(wide.expose());
}

// Doubles of halved points need no square root.
void HalfMaker::make(const Codes& codes, std::size_t first, MutableByteView out) const {
    const WipedStack wiped;
    EVOTE_CHECK(out.size() % Element::encoded_size == 0);
    const std::size_t count = out.size() / Element::encoded_size;
    SecretVector<Scalar> secrets(std::min(count, at_once));
    std::vector<Element> points(secrets.size());
    Secret<Scalar> secret;
    for (std::size_t done = 0; done < count; done += at_once) {
        const std::size_t some = std::min(at_once, count - done);
        for (std::size_t i = 0; i < some; ++i) {
            secret_of(codes, first + done + i, secret);
            secrets.expose()[i] = secret.expose() * one_half_;
        }
        generator_.mul_batch(secrets.expose().first(some), std::span(points).first(some));
        group::encode_doubles_batch<G>(
            std::span(points).first(some),
            out.subspan(done * Element::encoded_size, some * Element::encoded_size));
    }
}

Secret<Scalar> HalfMaker::nonce(const Codes& codes, ByteView halves, crypto::Random& random) const {
    const WipedStack wiped;
    crypto::Sha512 all;
    Secret<Scalar> secret;
    for (std::size_t i = 0; i < halves.size() / Element::encoded_size; ++i) {
        secret_of(codes, i, secret);
        const Secret<ByteArray<Scalar::encoded_size>> bytes(secret.expose().encode());
        all.add(bytes.expose());
    }
    const Secret<Digest64> secrets(all.finish()); // of them all
    Bytes about = to_bytes(bytes_of(label));
    append(about, context(manifest_, registrar_, halves));
    append(about, crypto::sha256(halves));
    crypto::HedgedNonces nonces(random, secrets.expose(), about);
    Secret<Scalar> out;
    out.expose() = group::nonce_scalar<G>(nonces);
    return out;
}

PossessionProof HalfMaker::prove(const Codes& codes, ByteView halves,
                                 Secret<Scalar>&& nonce) const {
    const WipedStack wiped;
    PossessionProof proof;
    proof.commitment = G::mul_generator(nonce.expose()).encode();
    const Scalar challenge = halves_challenge(manifest_, registrar_, halves, proof.commitment);
    Secret<Scalar> current;
    const auto response = proof::possession_respond<G>(std::move(nonce), challenge,
                                                       halves.size() / Element::encoded_size,
                                                       [&](std::size_t k) -> const Scalar& {
                                                           secret_of(codes, k, current);
                                                           return current.expose();
                                                       });
    proof.response = response.expose().encode();
    return proof;
}

} // namespace evote::protocol

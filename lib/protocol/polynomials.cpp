// SPDX-License-Identifier: Apache-2.0
#include "protocol/polynomials.h"

#include "base/secret.h"
#include "evote/check.h"
#include "group/batch.h"
#include "proof/possession.h"

#include <algorithm>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;
using Scalar = G::Scalar;

Bytes statement(std::string_view name, const Digest32& manifest, std::uint16_t trustee) {
    Bytes out = to_bytes(bytes_of(name));
    append(out, manifest);
    append_u16(out, trustee);
    return out;
}

} // namespace

Polynomials::Polynomials(const Manifest& manifest, std::uint16_t trustee,
                         SecretVector<Scalar> coefficients)
    : manifest_(manifest.hash()),
      trustee_(trustee),
      threshold_(manifest.trustees().threshold),
      coefficients_(std::move(coefficients)) {
    for (const Scalar& coefficient : coefficients_.expose())
        elements_.push_back(G::mul_generator(coefficient));
    bytes_.resize(elements_.size() * G::Element::encoded_size);
    group::encode_batch<G>(elements_, bytes_);
}

Polynomials Polynomials::choose(const Manifest& manifest, std::uint16_t trustee,
                                crypto::Random& random, ByteView secret) {
    const WipedStack wiped;
    crypto::HedgedNonces nonces(random, secret,
                                statement("ceremony/coefficients", manifest.hash(), trustee));
    SecretVector<Scalar> coefficients(manifest.keys_needed() * manifest.trustees().threshold);
    for (Scalar& coefficient : coefficients.expose())
        coefficient = group::nonce_scalar<G>(nonces);
    return {manifest, trustee, std::move(coefficients)};
}

std::optional<Polynomials> Polynomials::restore(const Manifest& manifest, std::uint16_t trustee,
                                                ByteView encoded) {
    const WipedStack wiped;
    auto coefficients =
        decode_share(encoded, manifest.keys_needed() * manifest.trustees().threshold);
    if (!coefficients)
        return std::nullopt;
    return Polynomials(manifest, trustee, *std::move(coefficients));
}

SecretBytes Polynomials::encode() const {
    return encode_share(coefficients_.expose());
}

Secret<Scalar> Polynomials::possession_nonce(crypto::Random& random) const {
    const WipedStack wiped;
    Bytes about = statement("ceremony/possession", manifest_, trustee_);
    append(about, bytes_);
    const SecretBytes secret = encode();
    crypto::HedgedNonces nonces(random, secret.expose(), about);
    Secret<Scalar> nonce;
    nonce.expose() = group::nonce_scalar<G>(nonces);
    return nonce;
}

Dealing Polynomials::deal(Secret<Scalar>&& nonce) const {
    const WipedStack wiped;
    Dealing dealing;
    dealing.trustee_ = trustee_;
    dealing.threshold_ = threshold_;
    dealing.commitments_ = elements_;
    dealing.bytes_ = bytes_;
    dealing.hash_ = dealing_hash(manifest_, trustee_, bytes_);
    dealing.proof_.commitment = G::mul_generator(nonce.expose()).encode();
    const Scalar challenge =
        possession_challenge(manifest_, trustee_, bytes_, dealing.proof_.commitment);
    const auto coefficients = coefficients_.expose();
    const auto response = proof::possession_respond<G>(
        std::move(nonce), challenge, coefficients.size() / threshold_,
        [&](std::size_t k) -> const Scalar& { return coefficients[k * threshold_]; });
    dealing.proof_.response = response.expose().encode();
    return dealing;
}

SecretVector<Scalar> Polynomials::share(std::uint16_t recipient) const {
    const WipedStack wiped;
    EVOTE_CHECK(recipient >= 1); // at 0 are the secrets themselves
    const Scalar point = Scalar::from_u64(recipient);
    const auto coefficients = coefficients_.expose();
    SecretVector<Scalar> out(coefficients.size() / threshold_);
    for (std::size_t k = 0; k < out.size(); ++k) {
        Scalar& sum = out.expose()[k];
        for (std::size_t n = threshold_; n-- > 0;)
            sum = sum * point + coefficients[k * threshold_ + n];
    }
    return out;
}

ShareSum::ShareSum(const Manifest& manifest, std::uint16_t recipient)
    : recipient_(recipient), added_(manifest.trustees().count), sum_(manifest.keys_needed()) {}

bool ShareSum::add(const Dealing& dealing, std::span<const Scalar> share) {
    const WipedStack wiped;
    const std::size_t dealer = dealing.trustee() - std::size_t{1};
    EVOTE_CHECK(dealer < added_.size() && !added_[dealer]);
    if (!dealing.share_is_right(recipient_, share))
        return false;
    const auto sum = sum_.expose();
    EVOTE_CHECK(share.size() == sum.size());
    for (std::size_t k = 0; k < share.size(); ++k)
        sum[k] = sum[k] + share[k];
    added_[dealer] = true;
    return true;
}

std::optional<SecretVector<Scalar>> ShareSum::finish() && {
    if (std::ranges::find(added_, false) != added_.end())
        return std::nullopt;
    return std::move(sum_);
}

SecretBytes encode_share(std::span<const Scalar> share) {
    const WipedStack wiped;
    SecretBytes out(share.size() * Scalar::encoded_size);
    std::size_t at = 0;
    for (const Scalar& scalar : share) {
        const Secret<ByteArray<Scalar::encoded_size>> bytes(scalar.encode());
        std::ranges::copy(bytes.expose(), out.expose().begin() + static_cast<std::ptrdiff_t>(at));
        at += Scalar::encoded_size;
    }
    return out;
}

std::optional<SecretVector<Scalar>> decode_share(ByteView bytes, std::size_t count) {
    const WipedStack wiped;
    if (bytes.size() != count * Scalar::encoded_size)
        return std::nullopt;
    SecretVector<Scalar> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto scalar =
            Scalar::decode(bytes.subspan(i * Scalar::encoded_size, Scalar::encoded_size));
        if (!scalar)
            return std::nullopt;
        out.expose()[i] = *scalar;
    }
    return out;
}

} // namespace evote::protocol

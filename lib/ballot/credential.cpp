// SPDX-License-Identifier: Apache-2.0
#include "ballot/credential.h"

namespace evote::ballot {

namespace {

using G = group::Ristretto255;

// A key pair of this secret; nothing for 0.
template <class Pair>
std::optional<Pair> pair_of(const G::Scalar& secret) {
    Pair out{Secret(secret), {}};
    if (out.secret.expose().is_zero())
        return std::nullopt;
    out.encoding = G::mul_generator(out.secret.expose()).encode();
    return out;
}

} // namespace

std::optional<Half> Half::from_code(const Digest32& manifest_hash, std::uint8_t registrar,
                                    const CodeBytes& code) {
    const WipedStack wiped;
    const auto wide = half_secret_wide(manifest_hash, registrar, code);
    return pair_of<Half>(G::Scalar::from_uniform(wide.expose()));
}

std::optional<Credential> Credential::from_code(const Digest32& manifest_hash,
                                                const CodeBytes& code) {
    const WipedStack wiped;
    const auto wide = credential_secret_wide(manifest_hash, code);
    return pair_of<Credential>(G::Scalar::from_uniform(wide.expose()));
}

std::optional<Credential> Credential::from_halves(std::span<const Half> halves) {
    const WipedStack wiped;
    Secret<G::Scalar> sum;
    for (const Half& half : halves)
        sum.expose() = sum.expose() + half.secret.expose();
    return pair_of<Credential>(sum.expose());
}

} // namespace evote::ballot

// SPDX-License-Identifier: Apache-2.0
#include "ballot/credential.h"

namespace evote::ballot {

std::optional<Credential> Credential::from_code(const Digest32& manifest_hash,
                                                const CodeBytes& code) {
    const WipedStack wiped;
    const auto wide = credential_secret_wide(manifest_hash, code);
    Credential out{Secret(group::Ristretto255::Scalar::from_uniform(wide.expose())), {}};
    if (out.secret.expose().is_zero())
        return std::nullopt;
    out.encoding = group::Ristretto255::mul_generator(out.secret.expose()).encode();
    return out;
}

} // namespace evote::ballot

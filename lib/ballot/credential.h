// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ballot/code.h"
#include "base/secret.h"
#include "group/ristretto255.h"

#include <cstdint>
#include <optional>
#include <span>

namespace evote::ballot {

/// A registrar's part of a voter's key pair: u_i and the half u_i g that the registrar publishes.
struct Half {
    Secret<group::Ristretto255::Scalar> secret;
    ByteArray<32> encoding;

    /// From the code of registrar `registrar` (protocol.md section 4a). Nothing if the half would
    /// be the identity.
    static std::optional<Half> from_code(const Digest32& manifest_hash, std::uint8_t registrar,
                                         const CodeBytes& code);
};

/// A voter's key pair for one election: the secret u and the credential u g that the roll lists.
struct Credential {
    Secret<group::Ristretto255::Scalar> secret;
    ByteArray<32> encoding;

    /// From the voter's code (protocol.md section 4). Nothing if the credential would be the
    /// identity.
    static std::optional<Credential> from_code(const Digest32& manifest_hash,
                                               const CodeBytes& code);

    /// From the halves of all registrars: the sums. Nothing if the credential would be the
    /// identity.
    static std::optional<Credential> from_halves(std::span<const Half> halves);
};

} // namespace evote::ballot

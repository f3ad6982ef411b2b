// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ballot/code.h"
#include "base/secret.h"
#include "group/ristretto255.h"

#include <optional>

namespace evote::ballot {

/// A voter's key pair for one election: the secret u and the credential u g that the roll lists.
struct Credential {
    Secret<group::Ristretto255::Scalar> secret;
    ByteArray<32> encoding;

    /// From the voter's code (protocol.md section 4). Nothing if the credential would be the
    /// identity.
    static std::optional<Credential> from_code(const Digest32& manifest_hash,
                                               const CodeBytes& code);
};

} // namespace evote::ballot

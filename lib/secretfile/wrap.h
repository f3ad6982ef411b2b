// SPDX-License-Identifier: Apache-2.0
// The two ways in which a file key is wrapped: for an X25519 key, and under a passphrase.
#pragma once

#include "header.h"
#include "secretfile/age.h"

#include <algorithm>

namespace evote::secretfile::age {

/// The first N bytes of the next hedged nonce.
template <std::size_t N>
Secret<ByteArray<N>> draw(crypto::HedgedNonces& nonces) {
    Secret<ByteArray<64>> whole;
    nonces.next(whole.expose());
    Secret<ByteArray<N>> out;
    std::copy_n(whole.expose().begin(), N, out.expose().begin());
    return out;
}

/// A stanza with the file key for this recipient.
std::string wrap_x25519(const FileKey& key, const AgeRecipient& recipient,
                        crypto::HedgedNonces& nonces);

/// ErrorCode::malformed unless the stanza has the form of one for an X25519 key.
Outcome check_x25519(const Stanza& stanza);

/// Reads every X25519 stanza, so that a malformed one is found wherever it is.
Result<FileKey> unwrap_x25519(const std::vector<Stanza>& stanzas, const AgeIdentity& identity);

/// A stanza with the file key under a passphrase. ErrorCode::out_of_resources without memory for
/// scrypt.
Result<std::string> wrap_scrypt(const FileKey& key, const SecretBytes& passphrase,
                                unsigned work_factor, crypto::HedgedNonces& nonces);

Result<FileKey> unwrap_scrypt(const std::vector<Stanza>& stanzas, const SecretBytes& passphrase);

} // namespace evote::secretfile::age

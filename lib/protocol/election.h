// SPDX-License-Identifier: Apache-2.0
// An election, bound from the four files that its fingerprint covers.
#pragma once

#include "ballot/parameters.h"
#include "crypto/ed25519.h"
#include "protocol/keys.h"
#include "protocol/manifest.h"
#include "protocol/roll.h"

#include <span>
#include <string>
#include <vector>

namespace evote::protocol {

/// The election's fingerprint F (protocol.md section 4) from the SHA-256 of its four files.
Digest32 election_fingerprint(const Digest32& manifest, const Digest32& keys, const Digest32& roll,
                              const Digest32& board);

/// The spoken form of a fingerprint: eight groups of five digits; group i is the big-endian 32-bit
/// word i modulo 100,000.
std::string spoken_fingerprint(const Digest32& fingerprint);

/// What the ballots of a manifest's districts look like.
ballot::Layouts layouts_of(const Manifest& manifest);

/// Manifest and keys of one election, its fingerprint, and what is computed from them once. Safe
/// for reading by many threads.
class Election {
  public:
    /// From the files: manifest.json, keys.json and roll.csv as they were read, the bytes of
    /// board.json, and the registrars' keys that are in it. ErrorCode::invalid if keys or roll were
    /// read for another manifest, or if it has another number of registrars.
    static Result<Election> bind(Manifest manifest, PublicKeys keys, const Roll& roll,
                                 ByteView board,
                                 std::vector<crypto::Ed25519PublicKey> registrars = {});

    const Manifest& manifest() const { return manifest_; }

    const PublicKeys& keys() const { return keys_; }

    /// SHA-256 of roll.csv.
    const Digest32& roll_hash() const { return roll_hash_; }

    /// The keys that registrars sign roll changes with, in their order; none where there are no
    /// registrars.
    std::span<const crypto::Ed25519PublicKey> registrars() const { return registrars_; }

    const Digest32& fingerprint() const { return parameters_.fingerprint(); }

    /// What ballots are made with and checked against.
    const ballot::Parameters& parameters() const { return parameters_; }

    /// The ballots of a district, by its index in the manifest; checked.
    const ballot::Layout& layout(std::size_t district) const {
        return parameters_.layouts().of(district);
    }

  private:
    Election(Manifest manifest, PublicKeys keys, const Digest32& roll,
             std::vector<crypto::Ed25519PublicKey> registrars, const Digest32& fingerprint);

    Manifest manifest_;
    PublicKeys keys_;
    Digest32 roll_hash_;
    std::vector<crypto::Ed25519PublicKey> registrars_;
    ballot::Parameters parameters_;
};

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// What the ballots of one election are made for and checked against.
#pragma once

#include "evote/group/ristretto255.h"
#include "evote/proof/ballot_check.h"
#include "evote/proof/ballot_shape.h"
#include "evote/protocol/keys.h"
#include "evote/protocol/manifest.h"

#include <cstdint>
#include <vector>

namespace evote::protocol {

/// The election's fingerprint F (protocol.md section 4) from the SHA-256 of its four files.
Digest32 election_fingerprint(const Digest32& manifest, const Digest32& keys, const Digest32& roll,
                              const Digest32& board);

/// The spoken form of a fingerprint: eight groups of five digits; group i is the big-endian 32-bit
/// word i modulo 100,000.
std::string spoken_fingerprint(const Digest32& fingerprint);

/// The entry that ends a log: u8 1, u8 255, F.
Bytes closing_entry(const Digest32& fingerprint);

/// Where the parts of a ballot of one district stand in its bytes (protocol.md section 5).
struct BallotLayout {
    static constexpr std::uint8_t version = 1;
    static constexpr std::uint8_t kind = 1;
    static constexpr std::size_t header_size = 76;
    static constexpr std::size_t fingerprint_at = 2;
    static constexpr std::size_t district_at = 34;
    static constexpr std::size_t credential_at = 44;
    static constexpr std::size_t item_size = 32; ///< an element or a scalar

    explicit BallotLayout(std::span<const std::shared_ptr<const proof::ContestShape>> contests);

    proof::BallotShape shape;
    std::size_t first_at;    ///< end of the cipher
    std::size_t second_at;   ///< D_0; R stands before it
    std::size_t response_at; ///< end of D_1
    std::size_t size;
};

/// Manifest, keys and fingerprint of one election, with what is computed from them once.
class Election {
  public:
    Election(Manifest manifest, PublicKeys keys, const Digest32& fingerprint);

    const Manifest& manifest() const { return manifest_; }

    const PublicKeys& keys() const { return keys_; }

    const Digest32& fingerprint() const { return fingerprint_; }

    /// The layout of the ballots of a district, by its index in the manifest.
    const BallotLayout& layout(std::size_t district) const { return layouts_[district]; }

    std::size_t district_count() const { return layouts_.size(); }

    proof::CheckBases<group::Ristretto255> bases() const { return {pedersen_, keys_.keys()}; }

  private:
    Manifest manifest_;
    PublicKeys keys_;
    Digest32 fingerprint_;
    std::vector<BallotLayout> layouts_;
    group::Ristretto255::Element pedersen_;
};

} // namespace evote::protocol

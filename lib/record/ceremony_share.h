// SPDX-License-Identifier: Apache-2.0
// The secret part of the deal notes: shares on their way to one trustee.
#pragma once

#include "record/ceremony_folder.h"
#include "record/trustee_secret.h"

namespace evote::record {

/// Makes a trustee's note of round 2 from its secret and all join notes, none of which may be
/// missing: the share of trustee j is encrypted as SHA-256("evote/v1/ceremony/share" || 0x00 ||
/// SHA-256(manifest.json) || joins_hash() || u16 dealer || u16 j || dealing_hash()) || B scalars.
DealNote make_deal_note(const TrusteeSecret& secret, const CeremonyNotes& notes,
                        const protocol::Manifest& manifest, crypto::Random& random);

/// What a trustee received from all dealers.
struct ReceivedShares {
    std::vector<std::uint16_t> accused; ///< whose share is bad; increasing
    /// The trustee's secret s[j][1..B]; nothing while a bad share is not replaced.
    std::optional<SecretVector<group::Ristretto255::Scalar>> sum;
};

/// Decrypts and checks the shares in all deal notes, none of which may be missing. `settled`, if
/// not null, replaces bad shares by published ones.
ReceivedShares receive_shares(const TrusteeSecret& secret, const CeremonyNotes& notes,
                              const protocol::Manifest& manifest,
                              const protocol::SettledCeremony* settled);

} // namespace evote::record

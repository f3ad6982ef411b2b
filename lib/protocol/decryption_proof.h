// SPDX-License-Identifier: Apache-2.0
// The steps of a decryption proof with a given nonce, as known-answer tests need them.
#pragma once

#include "protocol/decryption.h"

namespace evote::protocol {

/// e = H("decrypt/weights", ...): binds election, tally, trustee, contest, alpha, keys and shares.
Digest64 decryption_weights(const Election& election, const Digest32& tally, std::uint16_t trustee,
                            std::size_t contest, const group::Ristretto255::Element& alpha,
                            std::span<const group::Ristretto255::Element> share_keys,
                            std::span<const group::Ristretto255::Element> shares);

/// c = Hs("decrypt/challenge", e || T_g || T_a).
group::Ristretto255::Scalar
decryption_challenge(const Digest64& weights,
                     const proof::EqualityCommitments<group::Ristretto255>& commitments);

/// D_i = s_i alpha, one list a contest. Constant time.
std::vector<std::vector<group::Ristretto255::Element>>
decrypt_elements(const EncryptedTally& tally, std::span<const group::Ristretto255::Scalar> secrets);

/// The proofs for the shares of all contests, which are those of the secrets: one weight and one
/// nonce a contest.
std::vector<ContestShare> prove_decryption(
    const EncryptedTally& tally, std::vector<std::vector<group::Ristretto255::Element>> shares,
    std::span<const Digest64> weights, std::span<const group::Ristretto255::Scalar> secrets,
    std::vector<Secret<group::Ristretto255::Scalar>> nonces);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// The outcome of an election of the vectors, computed by the library from the secrets and nonces
// that the vector states.
#pragma once

#include "ballot/maker.h"
#include "protocol/decryption.h"
#include "protocol/entry_verifier.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

namespace evote {

/// The district of a ballot of a vector.
std::size_t district_of_vector(const Election& election, const nlohmann::json& vector);

/// All bits of a ballot of a vector.
BallotBits bits_of_vector(const Election& election, const nlohmann::json& vector);

/// The ballot of a vector from its nonces: r, s, a.. per contest, then kappa, d_0, d_1.
Bytes ballot_of_vector(const Election& election, const nlohmann::json& vector);
/// The same with bits other than those of its selections.
Bytes ballot_of_vector(const Election& election, const nlohmann::json& vector,
                       const BallotBits& bits);

/// The tally of a whole log by the library, as evote-aggregate makes it.
EncryptedTally tally_of(const NativeElection& native, const std::vector<Bytes>& entries,
                        const Digest32& root);

/// s[j][k] from all trustees' coefficients.
std::vector<Ristretto255::Scalar> trustee_secrets_of_vector(const nlohmann::json& vector,
                                                            std::uint16_t trustee);

/// A trustee's decryption with the given nonces, one for each contest.
DecryptionShare share_of_vector(const nlohmann::json& vector, const Election& election,
                                const TallyFile& tally, std::uint16_t trustee,
                                const nlohmann::json& nonces);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Decryption of the tally by trustees, and the result (protocol.md section 7).
#pragma once

#include "evote/base/secret.h"
#include "evote/crypto/random.h"
#include "evote/proof/equality.h"
#include "evote/protocol/tally.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evote::protocol {

/// A trustee's part of the decryption of one contest, with the proof that it is right.
struct ContestShare {
    std::vector<group::Ristretto255::Element> shares; ///< D_i, one per option
    proof::EqualityCommitments<group::Ristretto255> commitments;
    group::Ristretto255::Scalar response;
};

/// decryptions/<j>.json: a trustee's part of the decryption of a tally.
struct DecryptionShare {
    std::uint16_t trustee = 0;
    Digest32 tally{}; ///< SHA-256 of tally.json
    std::vector<ContestShare> contests;

    Bytes write(const Manifest& manifest) const;
    /// Strict. ErrorCode::malformed for what is no decryption of this manifest's contests.
    static Result<DecryptionShare> parse(ByteView json, const Manifest& manifest);
};

/// A tally to be decrypted: the tally and the SHA-256 of its file.
struct TallyFile {
    EncryptedTally tally;
    Digest32 hash;
};

/// Trustee j's share of the decryption. `secrets` are s[j][1..B]. Constant time in them. Nonces are
/// hedged with the secrets and the challenge's whole statement. The caller has made the tally from
/// the record itself: this function decrypts whatever it is given.
DecryptionShare decrypt(const Election& election, const TallyFile& tally, std::uint16_t trustee,
                        std::span<const group::Ristretto255::Scalar> secrets,
                        crypto::Random& random);

/// The indices of the contests whose proof fails; empty for a valid share. A share of another
/// tally, or of a trustee that is none, is wrong in every contest.
std::vector<std::size_t> wrong_contests(const Election& election, const TallyFile& tally,
                                        const DecryptionShare& share);

/// result.json: totals per contest and option, in manifest order.
struct Tally {
    Digest32 election{};
    Digest32 tally{};
    std::vector<std::uint16_t> trustees; ///< whose shares were combined: exactly t
    std::vector<std::vector<std::uint64_t>> totals;

    Bytes write(const Manifest& manifest) const;
    static Result<Tally> parse(ByteView json, const Manifest& manifest);
};

/// Combines exactly t shares that were found right, of distinct trustees. ErrorCode::invalid if a
/// total is not in [0, weight].
Result<Tally> combine(const Election& election, const TallyFile& tally,
                      std::span<const DecryptionShare> shares);

} // namespace evote::protocol

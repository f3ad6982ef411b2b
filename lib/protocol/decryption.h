// SPDX-License-Identifier: Apache-2.0
// Decryption of the tally by trustees, and the result (protocol.md section 7).
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "proof/equality.h"
#include "protocol/tally.h"

#include <cstdint>
#include <span>
#include <utility>
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

/// tally.json of one election: the tally, the bytes of the file and their SHA-256. Made from the
/// tally or from the bytes alone, so that the three belong together.
class TallyFile {
  public:
    /// The file of a tally, which must be of this election and have its contests and options.
    static TallyFile of(const Election& election, EncryptedTally tally);
    /// Reads the file strictly. ErrorCode::malformed for what is no tally of the election's
    /// manifest, ErrorCode::invalid for the tally of another election.
    static Result<TallyFile> parse(ByteView file, const Election& election);

    const EncryptedTally& tally() const { return tally_; }

    ByteView bytes() const { return bytes_; }

    /// SHA-256 of the file.
    const Digest32& hash() const { return hash_; }

  private:
    TallyFile(EncryptedTally tally, Bytes bytes);

    EncryptedTally tally_;
    Bytes bytes_;
    Digest32 hash_;
};

/// Trustee j's share of the decryption. `secrets` are s[j][1..B], the tally is of this election.
/// Constant time in the secrets. Nonces are hedged with the secrets and the challenge's whole
/// statement. The caller has made the tally from the record itself: this function decrypts whatever
/// it is given.
DecryptionShare decrypt(const Election& election, const TallyFile& tally, std::uint16_t trustee,
                        std::span<const group::Ristretto255::Scalar> secrets,
                        crypto::Random& random);

/// The indices of the contests whose proof fails; empty for a right share. A share of another
/// tally, or of a trustee that the election does not have, is wrong in every contest. Variable
/// time: shares are public.
std::vector<std::size_t> wrong_contests(const Election& election, const TallyFile& tally,
                                        const DecryptionShare& share);

/// A share whose proofs all hold for one tally. Only check_share makes one.
class CheckedShare {
  public:
    const DecryptionShare& share() const { return share_; }

    std::uint16_t trustee() const { return share_.trustee; }

  private:
    friend Result<CheckedShare> check_share(const Election& election, const TallyFile& tally,
                                            DecryptionShare share);

    explicit CheckedShare(DecryptionShare share) : share_(std::move(share)) {}

    DecryptionShare share_;
};

/// Checks a share. ErrorCode::other_trustee if the election has no such trustee,
/// ErrorCode::other_tally for a share of another tally and ErrorCode::bad_proof for one with a
/// wrong proof, with words that name the trustee. Variable time.
Result<CheckedShare> check_share(const Election& election, const TallyFile& tally,
                                 DecryptionShare share);

/// result.json: totals per contest and option, in manifest order.
struct Tally {
    Digest32 election{};
    Digest32 tally{};
    std::vector<std::uint16_t> trustees; ///< whose shares were combined: exactly t, increasing
    std::vector<std::vector<std::uint64_t>> totals;

    Bytes write(const Manifest& manifest) const;
    static Result<Tally> parse(ByteView json, const Manifest& manifest);
};

/// Combines the shares of the t trustees with the lowest indices among those that are given, in any
/// order; of several shares of one trustee it takes one. ErrorKind::incomplete if they are of fewer
/// trustees than t; ErrorCode::invalid for a share or a tally that is another one, or if a total is
/// not in [0, weight]. Variable time.
Result<Tally> combine(const Election& election, const TallyFile& tally,
                      std::span<const CheckedShare> shares);

} // namespace evote::protocol

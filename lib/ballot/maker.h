// SPDX-License-Identifier: Apache-2.0
// Makes ballots (protocol.md section 5) in two steps, so that a voter can have a prepared ballot
// audited instead of cast: prepare fixes the tracker, cast adds the proofs.
#pragma once

#include "ballot/credential.h"
#include "ballot/parameters.h"
#include "ballot/parts.h"
#include "base/secret.h"
#include "crypto/random.h"
#include "proof/bases.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evote::ballot {

/// Bits of all contests of a ballot: what a voter chose, with slack.
using BallotBits = SecretVector<std::uint8_t>;

/// What a ballot is to be made of.
struct BallotRequest {
    const Credential* credential; ///< not null; outlives the call
    std::uint64_t counter;        ///< valid entries of this credential before it in the log
    BallotBits bits;
};

/// A ballot that is encrypted and not yet proved. Holds secrets; to be cast or audited, once.
struct PreparedBallot {
    std::size_t district = 0;
    Bytes header_and_cipher;
    BallotBits bits;
    SecretVector<group::Ristretto255::Scalar> randomness; ///< one per contest

    Digest32 tracker() const { return tracker_of(header_and_cipher); }
};

/// Makes many ballots of one district at a time. Tables are built once; one object per thread.
/// Constant time in votes, keys and nonces.
class Maker {
  public:
    /// Both outlive the object.
    Maker(const Parameters& parameters, crypto::Random& random);

    /// Encrypts. The bits of each request must follow the district's contests (in number; whether
    /// they keep the rules is for the verifier).
    std::vector<PreparedBallot> prepare(std::size_t district,
                                        std::span<const BallotRequest> requests);

    /// Proves: whole ballots, in the order given. `credentials[i]` is ballot i's.
    std::vector<Bytes> cast(std::vector<PreparedBallot> prepared,
                            std::span<const Credential* const> credentials);

  private:
    using G = group::Ristretto255;

    const Parameters& parameters_;
    crypto::Random& random_;
    proof::BaseTables<G> bases_;
};

} // namespace evote::ballot

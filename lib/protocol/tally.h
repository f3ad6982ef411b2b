// SPDX-License-Identifier: Apache-2.0
// The sum of the counted ballots, still encrypted (protocol.md section 7): tally.json.
#pragma once

#include "proof/elgamal.h"
#include "protocol/log_rules.h"

#include <cstdint>
#include <vector>

namespace evote::protocol {

/// The encrypted tally of an election, in the order of the manifest's contests.
struct EncryptedTally {
    Digest32 election{}; ///< F
    std::uint64_t log_size = 0;
    Digest32 log_root{};
    std::uint64_t counted = 0;
    std::uint64_t weight = 0;
    std::vector<proof::VectorCiphertext<group::Ristretto255>>
        contests; ///< betas of the options only

    /// tally.json, byte for byte.
    Bytes write(const Manifest& manifest) const;
    /// Strict. ErrorCode::malformed for what is no tally of this manifest.
    static Result<EncryptedTally> parse(ByteView json, const Manifest& manifest);
};

/// Adds up what the rules let through in one walk through a log: ballots of that walk only, each
/// once, which is checked. Sums made by several threads merge in any order.
class TallySum {
  public:
    TallySum(const Election& election, const LogRules& rules);
    TallySum(TallySum&&) noexcept = default;
    TallySum& operator=(TallySum&&) noexcept = default;
    TallySum(const TallySum&) = delete;
    TallySum& operator=(const TallySum&) = delete;
    ~TallySum() = default;

    void add(CountedBallot&& ballot);
    /// Takes out a ballot that was added, to this sum or to one that it will be merged with.
    /// `again` is the ballot of that entry, verified again: displaced.is(again).
    void remove(DisplacedBallot&& displaced, const VotersBallot& again);
    /// Ends the other sum.
    void merge(TallySum&& more);

    /// The tally of a closed log.
    EncryptedTally finish(std::uint64_t log_size, const Digest32& log_root) const;

  private:
    enum class Direction { in, out };
    void apply(const VotersBallot& ballot, Direction direction);

    const Election* election_;
    LogWalk walk_;
    std::vector<proof::VectorCiphertext<group::Ristretto255>> contests_;
    // Modulo 2^64: one thread may take out what another added.
    std::uint64_t counted_ = 0;
    std::uint64_t weight_ = 0;
};

} // namespace evote::protocol

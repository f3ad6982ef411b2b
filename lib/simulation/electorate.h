// SPDX-License-Identifier: Apache-2.0
// Voters of a simulated election and their ballots. Everything is derived from the seed.
#pragma once

#include "ballot/maker.h"
#include "protocol/election.h"
#include "protocol/roll.h"

#include <cstdint>
#include <string>
#include <vector>

namespace evote::simulation {

/// One simulated voter; its secrets are derived again whenever needed.
struct SimulatedVoter {
    ByteArray<32> credential{};
    std::uint32_t number = 0; ///< what its secrets derive from
    std::uint32_t weight_less_one = 0;
    std::uint16_t district = 0;
};

/// The electorate: voter k lives in district k modulo the number of districts.
class Electorate {
  public:
    Electorate(protocol::Manifest manifest, std::string seed, std::uint64_t voters, bool weights);

    /// Sorted by credential, as in the roll.
    std::span<const SimulatedVoter> voters() const { return voters_; }

    /// roll.csv.
    Bytes roll() const;

    ballot::Credential credential(const SimulatedVoter& voter) const;

    /// The codes of all voters, by number: lines "voter-1,<code>", as evote-credentials has them,
    /// after a line "voter,code".
    SecretBytes codes() const;

    /// Whether this voter votes a second time, if `percentage` percent do.
    bool votes_again(const SimulatedVoter& voter, unsigned percentage) const;

    /// What a voter chooses in a contest the n-th time: 1 for each chosen option. It keeps the
    /// contest's rules.
    SecretVector<std::uint8_t> choice(const SimulatedVoter& voter, std::size_t contest,
                                      std::uint64_t round) const;

  private:
    Digest64 derive(std::string_view what, std::uint64_t a, std::uint64_t b, std::uint64_t c) const;

    protocol::Manifest manifest_;
    std::string seed_;
    std::vector<SimulatedVoter> voters_;
};

/// Voters of one district who vote the n-th time.
struct BallotJob {
    std::size_t district = 0;
    std::uint64_t round = 0;
    std::vector<const SimulatedVoter*> voters;
};

/// All ballots of the election as jobs of at most `size` ballots, in the order of the log: first
/// ballots, alternating between districts, then second ones.
std::vector<BallotJob> ballot_jobs(const Electorate& electorate, const protocol::Manifest& manifest,
                                   unsigned revotes, std::size_t size);

/// Makes the ballots of a job.
std::vector<Bytes> make_ballots(const Electorate& electorate, const protocol::Election& election,
                                ballot::Maker& maker, const BallotJob& job);

} // namespace evote::simulation

// SPDX-License-Identifier: Apache-2.0
// The part of verify_log that goes through the log in order: one thread at a time, cheap.
#pragma once

#include "protocol/log_rules.h"
#include "record/log_verification.h"

#include <optional>
#include <span>
#include <vector>

namespace evote::record {

/// A few bundles in a row, read and checked by one thread, with the verifier's word on each entry.
struct Chunk {
    std::vector<board::EntryBundle> bundles; ///< those that could be read
    std::vector<board::BundleCheck> checks;  ///< of all
    std::vector<ByteView> entries;           ///< of `bundles`

    // Set by LogJudge.
    std::uint64_t first = 0; ///< index in the log of entries[0]
    std::size_t judged = 0;  ///< the entries from the first on that have a verdict
    std::vector<std::optional<protocol::CountedBallot>> counted; ///< for these: what is to be added

    void clear();
};

/// Puts verdicts on entries in the order of the log.
class LogJudge {
  public:
    LogJudge(const protocol::Election& election, const protocol::Roll& roll,
             const board::LogReader& log);

    const board::LogAudit& audit() const { return audit_; }

    /// The next chunk. Hands its `checks` on to the audit.
    void judge(Chunk& chunk, std::span<const protocol::CheckedEntry> checked);

    const protocol::LogRules& rules() const { return rules_; }

    /// Entries that have a verdict so far.
    std::uint64_t judged() const { return rules_.size(); }

    /// Displaced ballots that an earlier chunk's `counted` gave out. Once there are many,
    /// take_many gives them; otherwise they wait for take_displaced at the end.
    std::vector<protocol::DisplacedBallot> take_many();

    std::vector<protocol::DisplacedBallot> take_displaced() { return std::move(displaced_); }

    /// After the last chunk: everything but alphas and tally.
    LogVerification finish() &&;

  private:
    void step(Chunk& chunk, const protocol::CheckedEntry& checked);
    void note_bad(const BadEntries& bad);
    ballot::EntryKind kind_of_bad(ByteView entry) const;

    DistrictTurnout& turnout_of(std::size_t voter) {
        return districts_[roll_.entries()[voter].district];
    }

    std::uint64_t weight_of(std::size_t voter) const { return roll_.entries()[voter].weight(); }

    const board::LogReader& log_;
    board::LogAudit audit_;
    protocol::LogRules rules_;
    const protocol::Roll& roll_;
    bool has_registrars_;
    std::vector<BadEntries> bad_;
    std::vector<protocol::DisplacedBallot> displaced_;
    std::uint64_t displaced_count_ = 0;
    std::vector<DistrictTurnout> districts_;
    std::vector<protocol::MadeChange> changes_;
};

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// Every entry of a log verified, judged in its place, and the counted ballots added up, by many
// threads and in memory that does not grow with the number of ballots.
#pragma once

#include "ballot/entry.h"
#include "ballot/verdict.h"
#include "board/log_audit.h"
#include "crypto/random.h"
#include "protocol/election.h"
#include "protocol/log_rules.h"
#include "protocol/roll.h"
#include "protocol/tally.h"
#include "record/verified_part.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace evote::record {

/// Entries in a row that are bad for one reason.
struct BadEntries {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    ballot::Verdict verdict = ballot::Verdict::malformed;
    /// Roll change for what is one by its first bytes, in an election with registrars; else ballot.
    ballot::EntryKind kind = ballot::EntryKind::ballot;

    bool operator==(const BadEntries&) const = default;
};

/// One ballot's ciphertext of one contest.
struct CipherPlace {
    std::uint64_t entry = 0; ///< index in the log
    std::size_t contest = 0; ///< index in the manifest

    bool operator==(const CipherPlace&) const = default;
};

/// Two ciphertexts with the same alpha: made with the same randomness, or copied. Noted, without
/// making the record invalid.
struct RepeatedAlpha {
    CipherPlace first;
    CipherPlace second; ///< later in the log, or later in the same ballot
    /// Both ballots have one tracker. A tracker covers credential and counter, so the two are one
    /// ballot twice, and the later one is not valid.
    bool same_tracker = false;

    bool operator==(const RepeatedAlpha&) const = default;
};

/// Which weights ballots have, and how many ballots have each. Only so many different weights are
/// kept apart; of ballots with others, only the number.
class WeightCounts {
  public:
    static constexpr std::size_t most_different = 4096;

    void add(std::uint64_t weight, std::uint64_t ballots = 1);
    void add(const WeightCounts& more);
    /// Takes out one ballot that was added. What is the largest is then not known exactly if some
    /// weights are only counted together: it stays what it was.
    void remove(std::uint64_t weight);

    /// From weights to numbers of ballots.
    const std::map<std::uint64_t, std::uint64_t>& counts() const { return counts_; }

    /// Ballots whose weight is not among counts().
    std::uint64_t others() const { return others_; }

    /// The largest weight of any ballot.
    std::uint64_t largest() const { return largest_; }

    bool operator==(const WeightCounts&) const = default;

  private:
    std::map<std::uint64_t, std::uint64_t> counts_;
    std::uint64_t others_ = 0;
    std::uint64_t largest_ = 0;
};

/// The counted ballots of one district, the sum of their weights, and which weights these are.
struct DistrictTurnout {
    std::uint64_t ballots = 0;
    std::uint64_t weight = 0;
    WeightCounts weights{};

    /// One more ballot.
    void add(std::uint64_t ballot_weight);
    /// One that was added counts no longer.
    void remove(std::uint64_t ballot_weight);
    /// The ballots of another district.
    void add(const DistrictTurnout& more);

    bool operator==(const DistrictTurnout&) const = default;
};

/// What the verification of an election's log found.
struct LogVerification {
    /// The log against its checkpoint: damage and leftovers.
    board::LogFindings findings;
    std::uint64_t size = 0; ///< entries, by the checkpoint
    /// Entries that have a verdict: all of them, unless a part of the log could not be read. From
    /// there on nothing can be said, for what is stale depends on the entries before.
    std::uint64_t judged = 0;
    /// In the order of the log; adjacent ones with one verdict are put together.
    std::vector<BadEntries> bad;
    bool closed = false;       ///< all entries were judged, and the last is the only closing entry
    std::uint64_t turnout = 0; ///< voters with a counted ballot
    /// So many entries from the first on were relied upon as LogWork::verified says, but for its
    /// exceptions.
    std::uint64_t verified_before = 0;
    std::uint64_t displaced = 0; ///< valid ballots that a later one of the same voter replaced
    std::vector<DistrictTurnout> districts;    ///< in the order of the manifest
    std::vector<protocol::MadeChange> changes; ///< valid roll changes, in the order of the log
    /// How often an alpha repeats an earlier one, and the first of these repetitions, among entries
    /// whose proofs hold.
    std::uint64_t repeated_alphas = 0;
    std::vector<RepeatedAlpha> first_repeated_alphas;
    /// The sum of the counted ballots; only of a log that is closed and not damaged.
    std::optional<protocol::EncryptedTally> tally;

    /// Closed, not damaged, every entry valid.
    bool is_good() const { return tally.has_value() && bad.empty(); }
};

/// At most so many repeated alphas are listed.
constexpr std::size_t most_repeated_alphas = 1000;

/// How the work is done.
struct LogWork {
    unsigned threads = 1;
    /// Called now and then, by one thread at a time: entries done and entries in all.
    std::function<void(std::uint64_t, std::uint64_t)> progress;
    /// Where a nameless file may be made for what a large log would need too much memory for.
    std::filesystem::path temporary_folder = "/tmp";
    /// Asked now and then, by one thread at a time: true ends the work with ErrorCode::stopped.
    std::function<bool()> stop = {};
    /// The proofs of these entries are not checked again, if the log goes on from there and nothing
    /// of it is damaged. Everything else is done as for all entries.
    std::optional<VerifiedPart> verified = {};
    /// Called after the last entry that could be judged: which voters have a counted ballot.
    std::function<void(const protocol::LogRules&)> judged = {};
};

/// Verifies the log. `random` gives the weights of batches and is used by all threads at once,
/// which system_random() can bear. Fails only when the system does (ErrorKind::system): disk, or a
/// log that changes meanwhile: what is read twice must be the same, byte for byte. Memory: the
/// voters' index of LogRules, 40 bytes a bundle, roll changes, and buffers.
Result<LogVerification> verify_log(const protocol::Election& election, const protocol::Roll& roll,
                                   const board::LogReader& log, const LogWork& work,
                                   crypto::Random& random);

} // namespace evote::record

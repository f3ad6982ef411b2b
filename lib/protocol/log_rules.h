// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol/entry_verifier.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace evote::protocol {

/// What the entries before it say of a ballot whose proofs hold: valid, stale or second ballot.
/// `valid_entries` of them are valid ones of its voter.
ballot::Verdict verdict_in_order(Revote revote, std::uint64_t counter, std::uint64_t valid_entries);

/// Which walk through a log something belongs to: no two LogRules have the same. What was moved
/// away belongs to none.
class LogWalk {
  public:
    static LogWalk begin();
    LogWalk(const LogWalk&) = default;
    LogWalk& operator=(const LogWalk&) = default;

    LogWalk(LogWalk&& other) noexcept : number_(std::exchange(other.number_, 0)) {}

    LogWalk& operator=(LogWalk&& other) noexcept {
        number_ = std::exchange(other.number_, 0);
        return *this;
    }

    ~LogWalk() = default;

    bool is(const LogWalk& other) const { return number_ != 0 && number_ == other.number_; }

  private:
    explicit LogWalk(std::uint64_t number) : number_(number) {}

    std::uint64_t number_;
};

/// A ballot that the rules of the log let through: what a TallySum adds, once. Only LogRules makes
/// one, and one for each entry.
class CountedBallot {
  public:
    CountedBallot(CountedBallot&&) noexcept = default;
    CountedBallot& operator=(CountedBallot&&) noexcept = default;
    CountedBallot(const CountedBallot&) = delete;
    CountedBallot& operator=(const CountedBallot&) = delete;
    ~CountedBallot() = default;

    /// Its index in the log.
    std::uint64_t entry() const { return entry_; }

    /// Place of its voter in the roll.
    std::size_t voter() const { return ballot_.voter(); }

  private:
    friend class LogRules;
    friend class TallySum;

    CountedBallot(const LogWalk& walk, std::uint64_t entry, const VotersBallot& ballot)
        : walk_(walk), entry_(entry), ballot_(ballot) {}

    LogWalk walk_;
    std::uint64_t entry_;
    VotersBallot ballot_;
};

/// A ballot that counted until a later one of its voter displaced it, or the voter's credential was
/// revoked: what a TallySum takes out again, once. Only LogRules makes one.
class DisplacedBallot {
  public:
    DisplacedBallot(DisplacedBallot&&) noexcept = default;
    DisplacedBallot& operator=(DisplacedBallot&&) noexcept = default;
    DisplacedBallot(const DisplacedBallot&) = delete;
    DisplacedBallot& operator=(const DisplacedBallot&) = delete;
    ~DisplacedBallot() = default;

    /// Its index in the log.
    std::uint64_t entry() const { return entry_; }

    /// Place of its voter in the roll.
    std::size_t voter() const { return voter_; }

    /// What it is in an entry that was checked again: the ballot of its voter, whom the roll as it
    /// was sealed may not know by that credential. Only for the entry that it is.
    VotersBallot again(const CheckedEntry& checked, const Roll& roll) const;

    /// Whether this can be it, verified again: its voter and its counter.
    bool is(const VotersBallot& ballot) const {
        return ballot.voter() == voter_ && ballot.ballot().counter() == counter_;
    }

  private:
    friend class LogRules;
    friend class TallySum;

    DisplacedBallot(const LogWalk& walk, std::uint64_t entry, std::size_t voter,
                    std::uint32_t counter)
        : walk_(walk),
          entry_(entry),
          voter_(static_cast<std::uint32_t>(voter)),
          counter_(counter) {}

    LogWalk walk_;
    std::uint64_t entry_;
    std::uint32_t voter_;
    std::uint32_t counter_;
};

/// A roll change that the rules of the log let through.
struct MadeChange {
    std::uint64_t entry; ///< its index in the log
    std::uint32_t voter; ///< place in the roll
    ballot::ChangeAction action;

    bool operator==(const MadeChange&) const = default;
};

/// The verdict on every log entry in its place (protocol.md sections 4a and 6), and what counts.
/// Entries are given in the order of the log. Remembers 12 bytes a voter, and the roll changes.
class LogRules {
  public:
    /// `roll` is that of the election, which is checked; it outlives the object.
    LogRules(const Election& election, const Roll& roll);
    LogRules(LogRules&&) noexcept = default;
    LogRules& operator=(LogRules&&) noexcept = default;
    LogRules(const LogRules&) = delete;
    LogRules& operator=(const LogRules&) = delete;
    ~LogRules() = default;

    struct Step {
        ballot::Verdict verdict;
        std::optional<CountedBallot> counted{};     ///< so far: a later ballot may displace it
        std::optional<DisplacedBallot> displaced{}; ///< counts no longer
        std::optional<MadeChange> change{};
    };

    /// The next entry: its bytes, and what EntryVerifier says of it by itself.
    Step next(ByteView entry, const CheckedEntry& checked);

    /// True if and only if the last entry is the only closing entry.
    bool closed() const { return closing_at_ && *closing_at_ + 1 == size_; }

    std::uint64_t size() const { return size_; }

    /// Ballots that count so far, one a voter: the turnout.
    std::uint64_t counted() const { return counted_; }

    /// The number of valid ballots of a voter so far: what its next ballot's counter must be.
    std::uint64_t valid_entries(std::size_t voter) const { return voters_[voter].valid; }

    /// Whether a ballot of this voter counts so far.
    bool counts(std::size_t voter) const {
        return voters_[voter].valid > 0 && !roll_.is_revoked(voter);
    }

    /// The roll with the changes so far.
    const ChangedRoll& roll() const { return roll_; }

    /// Of which election.
    const Digest32& fingerprint() const { return fingerprint_; }

    const LogWalk& walk() const { return walk_; }

  private:
    struct Voter {
        std::uint32_t valid = 0;
        std::uint32_t last_low = 0; // index of the counted entry, in two parts to save padding
        std::uint32_t last_high = 0;
    };

    Step ballot(const VotersBallot& ballot, std::uint64_t index);
    Step unplaced(const UnplacedBallot& ballot, std::uint64_t index);
    Step change(const ballot::RollChange& change, std::uint64_t index);
    DisplacedBallot counted_ballot(std::size_t voter) const;

    Digest32 fingerprint_;
    Bytes closing_entry_;
    Revote revote_;
    LogWalk walk_;
    std::vector<Voter> voters_;
    ChangedRoll roll_;
    std::uint64_t size_ = 0;
    std::uint64_t counted_ = 0;
    std::optional<std::uint64_t> closing_at_;
};

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// One thread's part of verify_log: its own verifier, sum and buffers.
#pragma once

#include "record/alpha_index.h"
#include "record/first_readings.h"
#include "record/log_judge.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace evote::record {

/// What the threads share. Chunks are given out in order, and every chunk that was given out passes
/// through judge_in_order or is given up, so nobody waits for ever.
class LogShared {
  public:
    LogShared(const protocol::Election& election, const protocol::Roll& roll,
              const board::LogReader& log, const LogWork& work, crypto::Random& random);

    const protocol::Election& election;
    const protocol::Roll& roll;
    const board::LogReader& log;
    crypto::Random& random;
    FirstReadings readings;
    AlphaIndex alphas;

    /// The numbers of the bundles of the next chunk; empty after the last, and after a failure.
    std::span<const std::uint64_t> next_chunk(std::size_t& number);

    /// Waits until all chunks before `number` were judged, judges this one, and gives displaced
    /// ballots that this thread is to take out of its sum.
    std::vector<protocol::DisplacedBallot>
    judge_in_order(std::size_t number, Chunk& chunk,
                   std::span<const protocol::CheckedEntry> checked);

    /// Whether these entries need not be verified again.
    bool covers(std::uint64_t first, std::uint64_t count) const {
        return work_.verified && work_.verified->covers(first, count);
    }

    Outcome add_alphas(std::span<const AlphaRecord> records);

    /// Sorts the ballots that are still to be taken out; next_displaced gives them out in parts.
    void begin_displaced();
    std::span<protocol::DisplacedBallot> next_displaced();

    /// Called when a thread ends with an exception: the others do not wait for its chunk.
    void give_up();

    /// Keeps the first failure; the other threads stop at their next chunk.
    void note(const Outcome& outcome);

    const Outcome& outcome() const { return outcome_; }

    LogJudge& judge() { return judge_; }

  private:
    LogJudge judge_;
    const LogWork& work_;
    std::size_t bundles_in_chunk_;

    std::mutex mutex_; // guards all that follows, and the judge until the threads have ended
    std::condition_variable turn_;
    std::size_t bundles_given_ = 0;
    std::size_t chunks_given_ = 0;
    std::size_t chunks_judged_ = 0;
    std::vector<protocol::DisplacedBallot> displaced_;
    std::size_t displaced_given_ = 0;
    Outcome outcome_;
    bool given_up_ = false;

    std::mutex alpha_mutex_; // guards `alphas` where it changes
};

/// One thread's work. The two runs are called one after the other.
class LogWorker {
  public:
    explicit LogWorker(LogShared& shared);

    /// Verifies chunks until there are no more.
    void verify_chunks();
    /// Takes displaced ballots out until there are no more.
    void remove_displaced();

    protocol::TallySum take_sum() { return std::move(sum_); }

  private:
    void verify_all_chunks();
    void read(std::span<const std::uint64_t> bundles);
    bool is_verified() const;
    void add_counted();
    Outcome index_alphas(std::span<const protocol::CheckedEntry> checked);
    Outcome remove(std::span<protocol::DisplacedBallot> sorted);
    Outcome remove_batch(std::span<protocol::DisplacedBallot> sorted);

    LogShared& shared_;
    protocol::EntryVerifier verifier_;
    protocol::TallySum sum_;
    Chunk chunk_;
    std::vector<AlphaRecord> records_;
    Bytes again_; // ballots that were read a second time
    std::vector<ByteView> views_;
};

} // namespace evote::record

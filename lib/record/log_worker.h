// SPDX-License-Identifier: Apache-2.0
// One thread's part of verify_log: its own verifier, sum and buffers.
#pragma once

#include "record/alpha_index.h"
#include "record/log_judge.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace evote::record {

/// What the threads share. Chunks are given out in order, and every chunk that was given out passes
/// through in_order, so nobody waits for ever.
class LogShared {
  public:
    LogShared(const protocol::Election& election, const protocol::Roll& roll,
              const board::LogReader& log, const LogWork& work, crypto::Random& random);

    const protocol::Election& election;
    const protocol::Roll& roll;
    const board::LogReader& log;
    crypto::Random& random;
    AlphaIndex alphas;

    /// The numbers of the bundles of the next chunk; empty after the last, and after a failure.
    std::span<const std::uint64_t> next_chunk(std::size_t& number);

    /// Waits until all chunks before `number` were judged, judges this one, and gives displaced
    /// ballots that this thread is to take out of its sum.
    std::vector<std::uint64_t> judge_in_order(std::size_t number, Chunk& chunk,
                                              std::span<const protocol::CheckedEntry> checked);

    Outcome add_alphas(std::span<const AlphaRecord> records);

    /// Sorts the ballots that are still to be taken out; next_displaced gives them out in parts.
    void begin_displaced();
    std::span<const std::uint64_t> next_displaced();

    /// Keeps the first failure; the other threads stop at their next chunk.
    void note(const Outcome& outcome);

    const Outcome& outcome() const { return outcome_; }

    LogJudge& judge() { return judge_; }

  private:
    LogJudge judge_;
    const std::function<void(std::uint64_t, std::uint64_t)>& progress_;
    std::size_t bundles_in_chunk_;

    std::mutex mutex_; // guards all that follows, and the judge until the threads have ended
    std::condition_variable turn_;
    std::size_t bundles_given_ = 0;
    std::size_t chunks_given_ = 0;
    std::size_t chunks_judged_ = 0;
    std::vector<std::uint64_t> displaced_;
    std::size_t displaced_given_ = 0;
    Outcome outcome_;

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

    const protocol::TallySum& sum() const { return sum_; }

  private:
    void read(std::span<const std::uint64_t> bundles);
    void add_counted(std::span<const protocol::CheckedEntry> checked);
    Outcome index_alphas(std::span<const protocol::CheckedEntry> checked);
    Outcome remove(std::span<const std::uint64_t> sorted);
    Outcome remove_batch(std::span<const std::uint64_t> sorted);

    LogShared& shared_;
    protocol::BallotVerifier verifier_;
    protocol::TallySum sum_;
    Chunk chunk_;
    std::vector<AlphaRecord> records_;
    Bytes again_; // ballots that were read a second time
    std::vector<ByteView> views_;
};

} // namespace evote::record

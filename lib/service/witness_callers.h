// SPDX-License-Identifier: Apache-2.0
// Asks witnesses again and again, each in a thread of its own, so that a dead, slow or hostile one
// delays nobody else. The network is a function.
#pragma once

#include "http/log.h"
#include "service/witness_rounds.h"
#include "service/witness_talk.h"

#include <condition_variable>
#include <memory>
#include <thread>

namespace evote::service {

/// How a witness is reached.
struct ReachedWitness {
    using Answered = std::function<void(Result<http::Response>)>;

    std::size_t place = 0; ///< in the policy
    /// Sends the body of an add-checkpoint. Calls back once within a limited time, from any thread,
    /// and need not if it is destroyed.
    std::function<void(std::string body, Answered answered)> send;
};

class WitnessCallers {
  public:
    struct Parts {
        std::filesystem::path log_folder;
        const board::VerifierKey& log; ///< outlives the object, as the others do
        const board::WitnessPolicy& policy;
        PublishedLog& published;
        WitnessRounds& rounds;
        /// Puts what lines are at hand into the published checkpoint, on the disk first. Called by
        /// several threads at once; it need not wait until that is done.
        std::function<void()> keep_lines;
        const http::Log& journal;
        std::chrono::milliseconds pace{2000};
        std::chrono::milliseconds longest_pause{60'000}; ///< after failures
    };

    static Result<std::unique_ptr<WitnessCallers>> start(Parts parts,
                                                         std::vector<ReachedWitness> witnesses);

    WitnessCallers(const WitnessCallers&) = delete;
    WitnessCallers& operator=(const WitnessCallers&) = delete;

    ~WitnessCallers() { stop(); }

    /// Waits for no witness.
    void stop();

  private:
    struct Waiting;
    struct Failures;

    explicit WitnessCallers(Parts parts);

    void serve(const ReachedWitness& witness);
    Outcome ask(const ReachedWitness& witness, WitnessTalk& talk,
                const board::SignedCheckpoint& checkpoint);
    Result<http::Response> send(const ReachedWitness& witness, std::string body);
    std::chrono::milliseconds note(const ReachedWitness& witness, const Outcome& outcome,
                                   Failures& failures);
    bool wait(std::chrono::milliseconds time);

    Parts parts_;
    std::shared_ptr<Waiting> waiting_; // answers may come after the end
    std::vector<ReachedWitness> witnesses_;
    std::vector<std::thread> threads_;
};

} // namespace evote::service

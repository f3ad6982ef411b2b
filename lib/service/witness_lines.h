// SPDX-License-Identifier: Apache-2.0
// Where the lines of witnesses go: into the checkpoint on the disk, and into the published one.
#pragma once

#include "service/ballot_desk.h"
#include "service/witness_rounds.h"

#include <condition_variable>
#include <mutex>

namespace evote::service {

/// On an open board the desk does it between two batches, since nobody else may write to the log;
/// on a closed one whoever calls keep() does. Thread-safe.
class WitnessLines {
  public:
    struct Parts {
        BallotDesk& desk; ///< outlives the object, as the others do
        const WitnessRounds& rounds;
        PublishedLog& published;
        const http::Log& journal;
    };

    explicit WitnessLines(const Parts& parts) : parts_(parts) {}

    WitnessLines(const WitnessLines&) = delete;
    WitnessLines& operator=(const WitnessLines&) = delete;
    ~WitnessLines(); ///< waits for the desk

    /// Keeps what lines there are for the last checkpoint. What fails is in the journal, and is to
    /// be tried again.
    void keep();

  private:
    void keep_in(box::Box& box);
    Outcome keep_on_disk();
    void report(const Outcome& outcome) const;

    Parts parts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_waiting_ = false; // the desk is to keep them
};

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
// What witnesses are to sign, and what they have signed.
#pragma once

#include "board/cosignature.h"
#include "service/published_log.h"
#include "service/voting_clock.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace evote::service {

/// All witnesses are asked for the same checkpoint, also while the log grows all the time:
/// otherwise each would sign another one, and no checkpoint would ever have enough lines. A round
/// ends when the quorum has signed, at the earliest after the pace, or after several times the
/// pace; the next is about the newest checkpoint. The last round goes on until all have signed.
/// Thread-safe.
class WitnessRounds {
  public:
    /// A witness's clock may be ahead of the board's by so much.
    static constexpr std::uint64_t clock_seconds = 60;

    struct Parts {
        const board::VerifierKey& log; ///< outlives the object, as the others do
        const board::WitnessPolicy& policy;
        PublishedLog& published;
        const VotingClock& clock;
        std::chrono::milliseconds pace{2000}; ///< 1 at least
        ReadMilliseconds elapsed = elapsed_milliseconds;
    };

    explicit WitnessRounds(const Parts& parts) : parts_(parts) {}

    /// What this witness of the policy is to sign now; nothing if it has.
    std::optional<board::SignedCheckpoint> wanted(std::size_t witness);

    /// Takes the good line of this witness among those that it gave for a checkpoint. The newest
    /// checkpoint with the lines of the quorum is published as that. ErrorCode::bad_signature if
    /// there is none, or one of a time that is still to come.
    Outcome take(std::size_t witness, const board::SignedCheckpoint& checkpoint,
                 std::span<const board::NoteSignature> lines);

    /// The lines for a checkpoint that are at hand.
    std::vector<board::NoteSignature> lines_for(const board::Checkpoint& checkpoint) const;

    /// Whether the published checkpoint is without a line that is at hand.
    bool has_more_than_published() const;

  private:
    struct Round {
        board::SignedCheckpoint checkpoint;
        std::int64_t begun = 0;
        std::map<std::size_t, board::NoteSignature> lines; // by witness
    };

    void begin_next();
    bool is_over(const Round& round) const;
    void publish(const Round& round);

    Parts parts_;
    mutable std::mutex mutex_;
    std::deque<Round> rounds_; // the last ones; the newest is at the end
};

} // namespace evote::service

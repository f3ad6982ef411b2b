// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "board/checkpoint.h"
#include "service/voting_clock.h"

#include <algorithm>
#include <memory>
#include <mutex>

namespace evote::service {

/// The log as everybody may see it: the checkpoint up to which it is on the disk for good.
/// Thread-safe.
class PublishedLog {
  public:
    using Checkpoint = std::shared_ptr<const board::SignedCheckpoint>;

    explicit PublishedLog(board::SignedCheckpoint checkpoint,
                          ReadMilliseconds elapsed = elapsed_milliseconds)
        : elapsed_(std::move(elapsed)) {
        publish(std::move(checkpoint));
    }

    Checkpoint now() const {
        const std::lock_guard lock(mutex_);
        return checkpoint_;
    }

    void publish(board::SignedCheckpoint checkpoint) {
        auto next = std::make_shared<const board::SignedCheckpoint>(std::move(checkpoint));
        const std::lock_guard lock(mutex_);
        checkpoint_.swap(next);
    }

    /// The newest checkpoint that enough witnesses have signed, with their lines; null if none has
    /// been signed since the beginning.
    Checkpoint witnessed() const {
        const std::lock_guard lock(mutex_);
        return witnessed_;
    }

    /// One that is older than the present one changes nothing.
    void publish_witnessed(board::SignedCheckpoint checkpoint) {
        auto next = std::make_shared<const board::SignedCheckpoint>(std::move(checkpoint));
        const std::lock_guard lock(mutex_);
        if (witnessed_ && witnessed_->size() > next->size())
            return;
        witnessed_.swap(next);
        witnessed_at_ = elapsed_();
    }

    /// What is served as the checkpoint of the log: the newest with the quorum's lines as long as
    /// witnesses keep up, so that observers see no log without lines because it grows all the time;
    /// otherwise the newest of all. Never one of a smaller log than before.
    Checkpoint shown() const {
        const std::lock_guard lock(mutex_);
        const bool is_fresh = witnessed_ && elapsed_() - witnessed_at_ <= longest_lag;
        const auto& out = is_fresh && witnessed_->size() >= shown_size_ ? witnessed_ : checkpoint_;
        shown_size_ = std::max(shown_size_, out->size());
        return out;
    }

  private:
    static constexpr std::int64_t longest_lag = 30'000; // milliseconds

    ReadMilliseconds elapsed_;
    mutable std::mutex mutex_;
    Checkpoint checkpoint_;
    Checkpoint witnessed_;
    std::int64_t witnessed_at_ = 0;
    mutable std::uint64_t shown_size_ = 0;
};

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "board/checkpoint.h"

#include <memory>
#include <mutex>

namespace evote::service {

/// The log as everybody may see it: the checkpoint up to which it is on the disk for good.
/// Thread-safe.
class PublishedLog {
  public:
    using Checkpoint = std::shared_ptr<const board::SignedCheckpoint>;

    explicit PublishedLog(board::SignedCheckpoint checkpoint) { publish(std::move(checkpoint)); }

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
        if (!witnessed_ || witnessed_->size() <= next->size())
            witnessed_.swap(next);
    }

  private:
    mutable std::mutex mutex_;
    Checkpoint checkpoint_;
    Checkpoint witnessed_;
};

} // namespace evote::service

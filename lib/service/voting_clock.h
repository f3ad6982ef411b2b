// SPDX-License-Identifier: Apache-2.0
// The time by which a service opens and closes the box.
#pragma once

#include "http/log.h"

#include <cstdint>
#include <functional>
#include <mutex>

namespace evote::service {

/// A moment or a span, in milliseconds.
using ReadMilliseconds = std::function<std::int64_t()>;

/// Since 1970-01-01 UTC, by the clock of the system, which somebody may set.
std::int64_t wall_milliseconds();
/// Since the machine was started, times of sleep included: it never jumps.
std::int64_t elapsed_milliseconds();

/// Takes the time once from the clock of the system, and from then on goes as a stopwatch goes: it
/// never goes back and never jumps, whatever becomes of the system's clock. Thread-safe.
class VotingClock {
  public:
    explicit VotingClock(ReadMilliseconds wall = wall_milliseconds,
                         ReadMilliseconds elapsed = elapsed_milliseconds);

    /// In seconds since 1970-01-01 UTC.
    std::int64_t now() const;

    /// Writes into the log that the system's clock differs from this one by more than two seconds,
    /// or no longer does: whenever that has changed. To be called again and again.
    void watch(const http::Log& log);

  private:
    std::int64_t milliseconds() const { return begin_ + elapsed_(); }

    ReadMilliseconds wall_;
    ReadMilliseconds elapsed_;
    std::int64_t begin_; // what the one shows when the other shows 0
    std::mutex mutex_;
    std::int64_t told_ = 0; // the difference that the log has, in seconds
};

} // namespace evote::service

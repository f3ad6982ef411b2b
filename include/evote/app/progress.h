// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"

#include <chrono>
#include <cstdint>

namespace evote::app {

/// Shows the progress of long work on ballots, with rate and time left, in one line that is
/// overwritten; only on a live console. One thread at a time.
class Progress {
  public:
    explicit Progress(Console& console);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Removes the line.
    ~Progress();

    /// Ballots done, and ballots in all.
    void operator()(std::uint64_t done, std::uint64_t total);

  private:
    using Clock = std::chrono::steady_clock;

    Console& console_;
    Clock::time_point begin_;
    Clock::time_point shown_;
};

/// A duration as "1:05:09" or "5:09".
std::string duration_text(std::uint64_t seconds);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"

#include <chrono>
#include <cstdint>

namespace evote::app {

/// Shows how far long work with ballots is, with rate and time left, in one line that is written
/// over; only on a console that is live. One thread at a time.
class Progress {
  public:
    explicit Progress(Console& console);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Takes the line away.
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

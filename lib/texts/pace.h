// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/message.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace evote::texts {

/// The progress of long work on ballots as a message, with rate and time left, for a line that is
/// overwritten from time to time. The time comes from outside.
class Pace {
  public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Pace(Time begin) : begin_(begin), said_(begin) {}

    /// For ballots done and ballots in all at a moment; nothing if the last line is younger than a
    /// fifth of a second.
    std::optional<Message> line(Time now, std::uint64_t done, std::uint64_t total);

  private:
    Time begin_;
    Time said_;
};

/// A duration as "1:05:09" or "5:09".
std::string duration_text(std::uint64_t seconds);

} // namespace evote::texts

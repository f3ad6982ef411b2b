// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "texts/pace.h"

#include <cstdint>

namespace evote::app {

/// Shows the progress of long work on ballots in one line that is overwritten; only on a live
/// console. One thread at a time.
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
    Console& console_;
    texts::Pace pace_;
};

} // namespace evote::app

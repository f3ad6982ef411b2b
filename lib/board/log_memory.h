// SPDX-License-Identifier: Apache-2.0
// What is kept of a log outside of its folder, so that an older copy of the folder is noticed.
#pragma once

#include "board/merkle.h"
#include "evote/result.h"

namespace evote::board {

struct RememberedLog {
    TreeHead tree;       ///< the newest one that the key has signed, or was about to sign
    bool closed = false; ///< the log was closed: only its last entry and the mark may still come

    bool operator==(const RememberedLog&) const = default;
};

/// Where a log's writer keeps the tree head before it publishes the checkpoint. It must be locked
/// for the writer alone, and is used by one thread at a time.
class LogMemory {
  public:
    LogMemory() = default;
    LogMemory(const LogMemory&) = delete;
    LogMemory& operator=(const LogMemory&) = delete;
    virtual ~LogMemory() = default;

    /// What is kept now, read anew.
    virtual Result<RememberedLog> recall() = 0;
    /// Durable once it succeeds; after an error the old or the new one is kept.
    virtual Outcome keep(const RememberedLog& log) = 0;
};

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// A log's entries for somebody who follows it, also those that are not signed yet.
#pragma once

#include "board/merkle.h"
#include "evote/result.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace evote::board {

class EntryBundle;
class RightEdge;

/// Some entries, and the log that they lead to. The entries refer to what the piece keeps.
struct FeedPiece {
    TreeHead to;
    std::vector<ByteView> entries;
    std::vector<std::shared_ptr<const EntryBundle>> bundles;
};

/// Goes through the tiles of a log's folder from where a follower is. All tiles up to the tree that
/// it is asked for must be on the disk.
class LogFeed {
  public:
    /// From `from`, in a log that is now `now`. ErrorCode::board_contradicts if `from` is no
    /// beginning of that, as far as its hash tiles show.
    static Result<LogFeed> open(const std::filesystem::path& folder, const TreeHead& from,
                                const TreeHead& now);

    LogFeed(LogFeed&&) noexcept;
    LogFeed& operator=(LogFeed&&) noexcept;
    ~LogFeed();

    /// Where it is.
    const TreeHead& at() const { return at_; }

    /// The next entries up to `now`, about `most_bytes` of them and at least one, and goes on
    /// there. Not to be called at the end.
    Result<FeedPiece> next(const TreeHead& now, std::size_t most_bytes);

  private:
    LogFeed(std::filesystem::path folder, RightEdge edge);

    std::filesystem::path folder_;
    std::unique_ptr<RightEdge> edge_;
    TreeHead at_;
};

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// Receipts that voters have handed to a follower.
#pragma once

#include "mirror/sealed_mirror.h"
#include "record/receipts.h"

#include <filesystem>
#include <map>
#include <set>
#include <vector>

namespace evote::mirror {

/// A folder of receipts, each checked once against the mirror.
class ReceiptsFolder {
  public:
    /// What was found in this round.
    struct Found {
        std::uint64_t good = 0;
        std::vector<Error> unusable; ///< no receipts of this board: evidence of nothing
    };

    explicit ReceiptsFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Reads the receipts that are new. Called before the checkpoint is asked for: a board gives a
    /// receipt only when its checkpoint is published.
    Outcome read(const record::SealedRecord& record, Found& found);

    /// Compares what was read with the log, and shouts about each receipt that it contradicts.
    Outcome compare(const MirrorWork& work, board::LogReader& log, Found& found);

  private:
    std::filesystem::path folder_;
    std::set<std::filesystem::path> known_;
    std::map<std::filesystem::path, record::OpenReceipt> read_;
};

} // namespace evote::mirror

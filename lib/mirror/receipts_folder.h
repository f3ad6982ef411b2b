// SPDX-License-Identifier: Apache-2.0
// Receipts that voters have handed to a follower.
#pragma once

#include "mirror/sealed_mirror.h"
#include "record/receipts.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace evote::mirror {

/// A folder of receipts, each checked once against the mirror.
class ReceiptsFolder {
  public:
    /// So many seconds after it was read the log must have come as far as a receipt: what is served
    /// as the checkpoint may be older than the newest one, by what witnesses and caches take.
    static constexpr std::uint64_t patience = 120;

    /// What was found in this round.
    struct Found {
        std::uint64_t good = 0;
        std::uint64_t waiting = 0;   ///< of a longer log than is served yet
        std::vector<Error> unusable; ///< no receipts of this board: evidence of nothing
    };

    explicit ReceiptsFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Reads the receipts that are new.
    Outcome read(const record::SealedRecord& record, Found& found);

    /// Compares what was read with the log, and shouts about each receipt that it contradicts.
    /// `stopwatch` is in seconds, from any beginning.
    Outcome compare(const MirrorWork& work, board::LogReader& log, std::uint64_t stopwatch,
                    Found& found);

  private:
    struct Read {
        record::OpenReceipt receipt;
        std::optional<std::uint64_t> waits_since{};
    };

    static bool must_wait(Read& read, const board::LogReader& log, std::uint64_t stopwatch);

    std::filesystem::path folder_;
    std::set<std::filesystem::path> known_;
    std::map<std::filesystem::path, Read> read_;
};

} // namespace evote::mirror

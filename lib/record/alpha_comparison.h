// SPDX-License-Identifier: Apache-2.0
// From the suspicions of AlphaIndex to alphas that are equal byte for byte.
#pragma once

#include "protocol/election.h"
#include "record/alpha_index.h"
#include "record/first_readings.h"
#include "record/log_verification.h"

#include <optional>
#include <vector>

namespace evote::record {

/// Takes the records that share a key, reads their ballots again and compares them. Keeps one
/// bundle and the distinct alphas of one key.
class AlphaComparison {
  public:
    AlphaComparison(const protocol::Election& election, const FirstReadings& log,
                    const AlphaIndex& index)
        : election_(election), log_(log), index_(index) {}

    /// In the order of AlphaIndex.
    Outcome take(const AlphaRecord& record);

    /// How many alphas repeated an earlier one.
    std::uint64_t count() const { return count_; }

    /// The first of them, by their order in the index.
    std::vector<RepeatedAlpha> take_repeated() && { return std::move(repeated_); }

  private:
    struct Known {
        CipherPlace place;
        Bytes alpha;
        Digest32 tracker;
    };

    Result<ByteView> read(std::uint64_t entry);
    void compare(Known found);

    const protocol::Election& election_;
    const FirstReadings& log_;
    const AlphaIndex& index_;
    std::optional<board::EntryBundle> bundle_;
    std::optional<AlphaRecord> last_;
    std::vector<Known> known_; // of the current key
    std::uint64_t count_ = 0;
    std::vector<RepeatedAlpha> repeated_;
};

} // namespace evote::record

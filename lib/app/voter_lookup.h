// SPDX-License-Identifier: Apache-2.0
// What the record says about one voter.
#pragma once

#include "ballot/verdict.h"
#include "crypto/random.h"
#include "record/open_record.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace evote::app {

/// What the log has of one voter.
struct VotersEntries {
    /// All entries that name the voter's credential: index in the log and verdict, in order.
    std::vector<std::pair<std::uint64_t, ballot::Verdict>> entries;
    std::uint64_t valid = 0;              ///< what the counter of the next ballot must be
    std::optional<std::uint64_t> counted; ///< index of the entry that counts, so far
    bool closed = false;
};

/// Looks up a voter by its place in the roll. Only this voter's entries are verified.
Result<VotersEntries> look_up_voter(const record::OpenRecord& record, std::size_t voter,
                                    crypto::Random& random);

/// The number of valid entries of a voter (by its place in the roll) in the log: the counter of its
/// next ballot. Only this voter's entries are verified. ErrorCode::closed if the log is closed.
Result<std::uint64_t> look_up_counter(const record::OpenRecord& record, std::size_t voter,
                                      crypto::Random& random);

} // namespace evote::app

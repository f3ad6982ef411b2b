// SPDX-License-Identifier: Apache-2.0
// What the record says about one voter.
#pragma once

#include "ballot/verdict.h"
#include "record/roll_history.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace evote::record {

/// What the log has of one voter.
struct VotersEntries {
    /// All ballots with a credential that the voter has, or has had or got later: index in the log
    /// and verdict, in order.
    std::vector<std::pair<std::uint64_t, ballot::Verdict>> entries;
    std::uint64_t valid = 0;              ///< what the counter of the next ballot must be
    std::optional<std::uint64_t> counted; ///< index of the entry that counts, so far
    bool closed = false;
};

/// Looks up a voter by its place in the roll. Only this voter's entries are verified. `history` is
/// that of the log.
Result<VotersEntries> look_up_voter(const OpenRecord& record, const RollHistory& history,
                                    std::size_t voter, crypto::Random& random);

/// The number of valid entries of a voter (by its place in the roll) in the log: the counter of its
/// next ballot. Only this voter's entries are verified. ErrorCode::closed if the log is closed.
Result<std::uint64_t> look_up_counter(const OpenRecord& record, const RollHistory& history,
                                      std::size_t voter, crypto::Random& random);

} // namespace evote::record

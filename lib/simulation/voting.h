// SPDX-License-Identifier: Apache-2.0
// The voting and the counting of a simulated election.
#pragma once

#include "board/log_writer.h"
#include "record/log_verification.h"
#include "record/open_record.h"
#include "simulation/electorate.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evote::simulation {

/// How much is voted.
struct VotingPlan {
    unsigned revotes = 0;      ///< percentage of the voters who vote twice
    std::uint64_t invalid = 0; ///< ballots with a broken proof, added to the log besides the others
};

/// Makes all ballots with work.threads threads and appends them; while one part is written, the
/// next is made.
Outcome cast_all(const VotingPlan& plan, const Electorate& electorate,
                 const record::OpenRecord& record, board::LogWriter& log,
                 const record::LogWork& work);

Outcome append_entries(board::LogWriter& log, std::span<const Bytes> entries);

/// The closing entry, and the mark.
Outcome close_log(const record::OpenRecord& record, board::LogWriter& log);

/// tally.json, of the valid ballots in the log, which is closed.
Outcome write_tally(const record::OpenRecord& record, const record::LogWork& work);

/// Per contest and option, weighted.
using Totals = std::vector<std::vector<std::uint64_t>>;

/// What the result must be.
Totals expected_totals(const VotingPlan& plan, const Electorate& electorate,
                       const protocol::Manifest& manifest);

} // namespace evote::simulation

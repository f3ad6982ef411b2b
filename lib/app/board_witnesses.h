// SPDX-License-Identifier: Apache-2.0
// The witnesses whom evote-board serve asks.
#pragma once

#include "app/board_serve.h"
#include "service/witness_callers.h"
#include "service/witness_lines.h"

#include <memory>
#include <string>
#include <vector>

namespace evote::app {

/// Where a sealed witness is reached.
struct WitnessPlace {
    std::size_t place = 0; ///< in the policy
    std::string url;       ///< without a slash at its end
};

/// Each of `--witness NAME=URL`. ErrorCode::usage for another form, a name that board.json does not
/// have, or one that is there twice.
Result<std::vector<WitnessPlace>> read_witness_places(const BoardServeOptions& options,
                                                      const record::BoardFile& board);

/// Asks witnesses from its beginning to its end.
class AskedWitnesses {
  public:
    struct Parts {
        service::BallotDesk& desk; ///< outlives the object, as the others do
        service::PublishedLog& published;
        const service::VotingClock& clock;
        const http::Log& log;
    };

    /// Null if there are none to ask.
    static Result<std::unique_ptr<AskedWitnesses>> start(const BoardServeOptions& options,
                                                         const Parts& parts);

  private:
    AskedWitnesses(const service::WitnessRounds::Parts& rounds, const Parts& parts);

    service::WitnessRounds rounds_;
    service::WitnessLines lines_;
    std::unique_ptr<service::WitnessCallers> callers_; // ends first
};

} // namespace evote::app

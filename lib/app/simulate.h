// SPDX-License-Identifier: Apache-2.0
// evote-simulate: a whole election of any size in one run, for research, load tests and benchmarks.
#pragma once

#include "app/command.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace evote::app {

/// The last step that a simulation takes.
enum class SimulationStep { ceremony, seal, ballots, close, tally, result };

struct SimulateOptions {
    std::filesystem::path folder;   ///< of the record; must not exist, or be empty
    std::filesystem::path manifest; ///< the election to simulate
    std::uint64_t voters = 0;
    std::string seed; ///< determines everything but the trustees' ciphers and proofs
    SimulationStep until = SimulationStep::result;
    unsigned revotes = 0;      ///< percentage of the voters who vote twice
    bool weights = false;      ///< weights from 1 to 5 instead of 1
    std::uint64_t invalid = 0; ///< ballots with a broken proof, added to the log besides the others
};

/// Makes the election. The secrets of its trustees (passphrase: "simulation") and of its board go
/// to a folder beside the record, named after it with ".private": this election is not secret. The
/// decrypted totals are compared with the votes that were cast: Status::invalid if they differ.
Status simulate(const SimulateOptions& options, Console& console);

} // namespace evote::app

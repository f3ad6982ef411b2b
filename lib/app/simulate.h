// SPDX-License-Identifier: Apache-2.0
// evote-simulate: a whole election of any size in one run, for research, load tests and benchmarks;
// one in which people can vote; and one that is attacked.
#pragma once

#include "app/command.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace evote::app {

/// The last step that a simulation takes.
enum class SimulationStep { ceremony, seal, ballots, close, tally, result };

struct SimulateOptions {
    std::filesystem::path folder;   ///< of the record; must not exist, or be empty
    std::filesystem::path manifest; ///< the election to simulate
    std::uint64_t voters = 0;
    std::string seed; ///< determines everything but the trustees' ciphers and proofs
    std::optional<SimulationStep> until{}; ///< the result if it is not given
    unsigned revotes = 0;                  ///< percentage of the voters who vote twice
    bool weights = false;                  ///< weights from 1 to 5 instead of 1
    std::uint64_t invalid = 0; ///< ballots with a broken proof, added to the log besides the others
    std::filesystem::path
        codes{};          ///< where the voters' codes go, so that people can vote; or empty
    std::string attack{}; ///< what the record is put to in the end; or empty
};

/// Makes the election. The secrets of its trustees (passphrase: "simulation") and of its board go
/// to a folder beside the record, named after it with ".private": this election is not secret. The
/// decrypted totals are compared with the votes that were cast: Status::invalid if they differ.
///
/// Codes are secret all the same: their file is the owner's alone, is not overwritten and not in
/// the record. They are of use only while the box is open, so `until` must be seal or ballots.
/// An attacked election says how to see a verifier catch it; it is otherwise an honest one, so
/// neither `until` nor `codes` nor `invalid` can be given with it.
Status simulate(const SimulateOptions& options, Console& console);

/// The names of all attacks.
std::vector<std::string> attack_names();

/// Lists all attacks with their numbers in docs/threats.toml and what evote-verify reports; then
/// those that show in no record, and why.
Status list_attacks(Console& console);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
/// @file
/// A whole election for examples, tests and rehearsals: one process is every trustee.
#pragma once

#include "evote/owned.h"
#include "evote/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

struct RehearsalState;
/// For the library itself.
void destroy(RehearsalState* state);

/// A sealed election and all of its secrets. Whoever has them all can read every vote: for nothing
/// but rehearsals. One thread at a time.
class Rehearsal {
  public:
    /// Holds the ceremony, makes a roll and seals, all in a new folder; secrets go into a folder
    /// beside it whose name ends in ".private". `manifest` is the path of a manifest.json; voter k
    /// is of district k modulo their number. The same seed gives the same keys and codes. Errors:
    /// already_there, those of the manifest, and of kind system.
    static Result<Rehearsal> make(std::string_view folder, std::string_view manifest,
                                  std::uint64_t voters, std::string_view seed);

    /// What the trustees announce, in hex.
    std::string fingerprint() const;
    /// The file with the board's private key, for BallotBox::open.
    std::string board_key() const;
    /// The code of each voter, in order: what the letters say.
    const std::vector<std::string>& codes() const;

    /// Adds up the closed board, decrypts and writes the result, as the trustees do. Errors:
    /// log_open if the box was not closed, and of kind system.
    Outcome count() const;

  private:
    explicit Rehearsal(RehearsalState* state) : state_(state) {}

    Owned<RehearsalState> state_;
};

} // namespace evote

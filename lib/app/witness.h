// SPDX-License-Identifier: Apache-2.0
// evote-board's commands for witnesses, and for bringing together what comes after the closing.
#pragma once

#include "app/command.h"
#include "box/box.h"
#include "crypto/random.h"
#include "record/stated_fingerprint.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-board witness-key NAME --key W`.
struct WitnessKeyOptions {
    std::string name;
    std::filesystem::path key; ///< the witness's private key; made if missing
};

/// Makes a witness's private key, for its owner's eyes only, and prints the public one, which
/// board.json names. A key that is there stays, and is printed again if it has this name.
/// ErrorCode::usage for what cannot be a name, ErrorCode::wrong_key for a key of another name.
Outcome board_witness_key(const WitnessKeyOptions& options, crypto::Random& random,
                          Console& console);

/// `evote-board cosign DIR --key W --state S [--fingerprint F]`.
struct CosignOptions {
    std::filesystem::path folder;
    std::filesystem::path key;
    std::filesystem::path state; ///< what the witness remembers of this log; made if missing
    record::Anchor anchor{};
    box::Clock clock = box::system_clock;
};

/// Signs the checkpoint of the log if it goes on from the last one that this witness signed, and
/// puts the line into board/checkpoint. The state is on the disk before the line is made.
/// ErrorCode::wrong_key if board.json does not name this witness; ErrorCode::board_contradicts if
/// the log is shorter than it was or has another history: then both checkpoints are kept beside the
/// state, and nothing is signed.
Outcome board_cosign(const CosignOptions& options, Console& console);

/// `evote-board collect DIR FROM...`.
struct BoardCollectOptions {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> sources; ///< copies of the record, folders, single files
};

/// Brings lines of witnesses and decryptions into the record. The status is the worst of what was
/// found.
Status board_collect(const BoardCollectOptions& options, Console& console);

} // namespace evote::app

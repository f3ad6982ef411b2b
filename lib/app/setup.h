// SPDX-License-Identifier: Apache-2.0
// evote-setup: an election from its manifest to the opened board.
#pragma once

#include "app/command.h"
#include "crypto/random.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-setup new DIR --template T [--id I]`.
struct SetupNewOptions {
    std::filesystem::path folder;
    std::string
        template_name; ///< local-council, parliament-district, referendum, list-with-preference
    std::string id;    ///< the election's id; empty: the name of the folder
};

/// Writes DIR/manifest.json for editing. ErrorCode::unknown_template, ErrorCode::usage for an
/// invalid id, and ErrorCode::file_exists if there is a manifest already.
Outcome setup_new(const SetupNewOptions& options, Console& console);

/// `evote-setup check DIR`: checks the manifest and says in words what a voter may choose, in each
/// district, and what else the manifest determines.
Outcome setup_check(const std::filesystem::path& folder, Console& console);

/// `evote-setup seal DIR --key B [--registrar V ...] [--witness V ... --quorum K]`.
struct SetupSealOptions {
    std::filesystem::path folder;
    std::filesystem::path key;             ///< the board's private signing key; made if missing
    std::vector<std::string> registrars{}; ///< their verifier keys, in any order
    std::vector<std::string> witnesses{};  ///< cosigner keys, if witnesses are needed
    std::optional<std::uint64_t> quorum{}; ///< how many of them must sign the final checkpoint
};

/// Writes board.json and election.json, opens the empty board, and prints the fingerprint. Steps
/// that an interrupted run has done already are kept. ErrorKind::refused if manifest, keys or roll
/// are missing, if the key is another board's, and once the election is sealed; ErrorCode::usage
/// for witnesses that cannot be ones, and for other keys than one for each registrar of the
/// manifest. With registrars the roll must be that of their halves (record::check_joint_roll).
Outcome setup_seal(const SetupSealOptions& options, crypto::Random& random, Console& console);

} // namespace evote::app

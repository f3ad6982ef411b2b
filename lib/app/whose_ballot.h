// SPDX-License-Identifier: Apache-2.0
// Whose ballot an opening or a receipt is about: a device could have made it under somebody else's
// code.
#pragma once

#include "app/command.h"
#include "ballot/layout.h"
#include "protocol/manifest.h"

#include <filesystem>

namespace evote::app {

/// Compares the ballot's credential with that of a voter's code. ErrorCode::other_voter if it is
/// another voter's. Without a file it says that this was NOT CHECKED. For programs it is the fact
/// "voter_checked".
Outcome must_be_voters(const std::filesystem::path& code_file, const protocol::Manifest& manifest,
                       const ballot::Header& header, Console& console);

} // namespace evote::app

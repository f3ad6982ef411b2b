// SPDX-License-Identifier: Apache-2.0
// Files that are nobody else's business: secret files, keys, codes, passphrases, prepared ballots.
#pragma once

#include "app/command.h"

#include <filesystem>

namespace evote::app {

/// ErrorCode::in_record if a private file is or would be in the election's folder, which everybody
/// gets a copy of, by whatever links. An empty path is none.
Outcome keep_out_of_record(const std::filesystem::path& file, const std::filesystem::path& record);

/// Warns about a private file that others on this machine can read or change, with the command that
/// mends it.
void warn_if_open_to_others(const std::filesystem::path& file, Console& console);

} // namespace evote::app

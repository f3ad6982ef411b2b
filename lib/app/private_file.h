// SPDX-License-Identifier: Apache-2.0
// Files that are nobody else's business: secret files, keys, codes, passphrases, prepared ballots.
#pragma once

#include "app/command.h"
#include "record/record_folder.h"

#include <filesystem>

namespace evote::app {

using record::keep_out_of_record;

/// Warns about a private file that others on this machine can read or change, with the command that
/// mends it.
void warn_if_open_to_others(const std::filesystem::path& file, Console& console);

} // namespace evote::app

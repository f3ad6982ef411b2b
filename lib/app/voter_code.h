// SPDX-License-Identifier: Apache-2.0
// The code that a voter has on paper: from a file, or typed on the terminal.
#pragma once

#include "app/command.h"
#include "ballot/code.h"

#include <filesystem>

namespace evote::app {

/// The code in a file, or without one the code that the person types; a mistyped one is asked for
/// again. What is typed is shown: a code is long, and the paper is at hand. ErrorCode::bad_code
/// with what is wrong with it; letters of a Cyrillic keyboard are named as such.
Result<ballot::CodeBytes> read_voter_code(const std::filesystem::path& file, Console& console);

} // namespace evote::app

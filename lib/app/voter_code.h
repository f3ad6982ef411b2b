// SPDX-License-Identifier: Apache-2.0
// The codes that a voter has on paper: from files, or typed on the terminal.
#pragma once

#include "app/command.h"
#include "ballot/voter_codes.h"

#include <filesystem>
#include <span>

namespace evote::app {

/// The key pair of a voter: from the codes in these files, one each and in any order, or without
/// files from those that the person types; a wrong one is asked for again. What is typed is shown:
/// a code is long, and the paper is at hand. Errors as ballot::VoterCodes, with the file; letters
/// of a Cyrillic keyboard are named as such. Whether a voter has this key pair is not checked.
/// `codes` are none yet.
Result<ballot::Credential> read_voter_codes(std::span<const std::filesystem::path> files,
                                            ballot::VoterCodes codes, Console& console);

/// The code in a file, of one of the registrars, whoever that is. ErrorCode::bad_code and
/// other_registrar.
Result<ballot::RegistrarCode> read_registrar_code(const std::filesystem::path& file,
                                                  std::uint8_t registrars, Console& console);

} // namespace evote::app

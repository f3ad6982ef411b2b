// SPDX-License-Identifier: Apache-2.0
// Whose ballot an opening or a receipt is about: a device could have made it under somebody else's
// code.
#pragma once

#include "app/command.h"
#include "ballot/layout.h"
#include "record/numbered_voters.h"

#include <filesystem>
#include <optional>

namespace evote::app {

/// What becomes of the half that a code of one of the registrars leads to; nothing if the registrar
/// made no such code.
Result<std::optional<record::HalfStanding>> look_up_code(const ballot::RegistrarCode& code,
                                                         const record::OpenRecord& record,
                                                         const record::NumberedVoters& voters,
                                                         const record::RollHistory& history);

/// ErrorCode::not_on_roll: look_up_code found nothing.
Error nobodys_code(const ballot::RegistrarCode& code, const std::filesystem::path& file);

/// Compares the voter of a ballot with that of a code: with registrars the code of any one of them,
/// whether or not it was replaced, so that the device that checks is never given all of them.
/// ErrorCode::other_voter if it is another voter's. Without a file it says that this was NOT
/// CHECKED. For programs it is the fact "voter_checked". `record` is null if files of it are
/// missing, which with registrars is ErrorCode::not_checked.
Outcome must_be_voters(const std::filesystem::path& code_file, const protocol::Manifest& manifest,
                       const record::OpenRecord* record, const ballot::Header& header,
                       Console& console);

} // namespace evote::app

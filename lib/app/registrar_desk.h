// SPDX-License-Identifier: Apache-2.0
// What the registrars' commands have in common.
#pragma once

#include "app/command.h"
#include "record/numbered_voters.h"
#include "registrar/private_list.h"

#include <filesystem>

namespace evote::app {

/// A private list; warns of one that others on this machine can open. Errors as
/// registrar::PrivateList, with the file.
Result<registrar::PrivateList> read_private_list(const std::filesystem::path& path,
                                                 const protocol::Manifest& manifest,
                                                 Console& console);

/// The registrars' list of a sealed election: the one whose hash they signed, of as many voters as
/// they made halves for. ErrorCode::changed for another one.
Result<registrar::PrivateList> read_list_of(const std::filesystem::path& path,
                                            const record::OpenRecord& record,
                                            const record::NumberedVoters& voters, Console& console);

} // namespace evote::app

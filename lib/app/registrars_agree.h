// SPDX-License-Identifier: Apache-2.0
// Before an election with registrars is sealed.
#pragma once

#include "app/setup.h"
#include "board/note.h"
#include "protocol/roll.h"
#include "record/record_folder.h"

#include <span>
#include <vector>

namespace evote::app {

/// The keys that `evote-setup seal` was given, in the order of the registrars. ErrorCode::usage
/// unless there is exactly one for each of the manifest; none without registrars.
Result<std::vector<board::VerifierKey>> registrars_of(const SetupSealOptions& options,
                                                      const protocol::Manifest& manifest);

/// Nobody seals another roll than that of the registrars' halves, signed with these keys; says the
/// hash of their list. Nothing to do without registrars.
Outcome registrars_must_agree(const record::RecordFolder& folder,
                              const protocol::Manifest& manifest,
                              std::span<const board::VerifierKey> keys, const protocol::Roll& roll,
                              Console& console);

} // namespace evote::app

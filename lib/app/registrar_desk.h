// SPDX-License-Identifier: Apache-2.0
// What the registrars' commands after sealing have in common.
#pragma once

#include "app/ceremony.h"
#include "record/numbered_voters.h"
#include "record/sealed_record.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"

#include <filesystem>

namespace evote::app {

/// Asks for the passphrase and opens a registrar's secret file.
Result<registrar::RegistrarSecretFile> open_registrar_secret(const SecretFileOptions& options,
                                                             const protocol::Manifest& manifest,
                                                             Console& console);

/// The registrars' list of this election: the one whose hash they signed. ErrorCode::changed for
/// another one.
Result<registrar::PrivateList> read_list_of(const std::filesystem::path& list,
                                            const record::OpenRecord& record,
                                            const record::NumberedVoters& voters);

} // namespace evote::app

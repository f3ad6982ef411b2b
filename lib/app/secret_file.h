// SPDX-License-Identifier: Apache-2.0
// The files under a passphrase of trustees and registrars.
#pragma once

#include "app/ceremony.h"
#include "app/private_file.h"
#include "os/file.h"
#include "protocol/manifest.h"

#include <utility>

namespace evote::app {

/// Asks for the passphrase and opens a record::TrusteeSecretFile or registrar::RegistrarSecretFile.
/// A file that is missing is an error before anybody is asked.
template <class SecretFile>
Result<SecretFile> open_secret_file(const SecretFileOptions& options,
                                    const protocol::Manifest& manifest, Console& console) {
    if (!os::file_exists(options.file))
        return fail(os::file_error(options.file));
    warn_if_open_to_others(options.file, console);
    EVOTE_TRY(SecretBytes passphrase, read_passphrase(options.passphrase, console));
    return SecretFile::open(options.file, manifest, std::move(passphrase), options.work_factor);
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"
#include "evote/base/result.h"
#include "evote/base/secret.h"

#include <filesystem>

namespace evote::app {

/// `--passphrase-file F`, or an empty path to ask the person. The file holds one line; its line end
/// is not part of the passphrase.
struct PassphraseSource {
    std::filesystem::path file;
};

/// The passphrase of an existing file. ErrorCode::unusable_passphrase if it is empty,
/// ErrorCode::nobody_to_ask if nobody can be asked.
Result<SecretBytes> read_passphrase(const PassphraseSource& source, Console& console);

/// The passphrase for a new file: asked for twice. Warns about one shorter than 12 bytes.
Result<SecretBytes> choose_passphrase(const PassphraseSource& source, Console& console);

} // namespace evote::app

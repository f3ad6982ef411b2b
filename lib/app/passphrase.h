// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "base/secret.h"
#include "evote/result.h"

#include <filesystem>

namespace evote::app {

/// `--passphrase-file F`, or an empty path to ask the person. The file holds one line of UTF-8; its
/// line end and a byte order mark are not part of the passphrase. Passphrases are used in Unicode's
/// normalisation form C, so that the same letters are the same passphrase on every keyboard.
struct PassphraseSource {
    std::filesystem::path file;
};

/// The passphrase of an existing file. ErrorCode::unusable_passphrase if it is empty or not UTF-8,
/// ErrorCode::nobody_to_ask if nobody can be asked. Warns about a file that others can read.
Result<SecretBytes> read_passphrase(const PassphraseSource& source, Console& console);

/// The passphrase for a new file: asked for twice. Warns about one shorter than 12 characters.
Result<SecretBytes> choose_passphrase(const PassphraseSource& source, Console& console);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"
#include "evote/base/result.h"
#include "evote/base/secret.h"

#include <filesystem>

namespace evote::app {

/// `--passphrase-file F`, or an empty path: the person is asked. The file holds one line; its line
/// end is no part of the passphrase.
struct PassphraseSource {
    std::filesystem::path file;
};

/// The passphrase of a file that exists. ErrorCode::refused if it is empty or nobody can be asked.
Result<SecretBytes> read_passphrase(const PassphraseSource& source, Console& console);

/// The passphrase for a file that will be made: asked for twice. Warns about one shorter than 12
/// bytes.
Result<SecretBytes> choose_passphrase(const PassphraseSource& source, Console& console);

} // namespace evote::app

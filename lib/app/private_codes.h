// SPDX-License-Identifier: Apache-2.0
// Files of codes: for the owner only, encrypted with age unless that was declined.
#pragma once

#include "app/command.h"
#include "crypto/random.h"
#include "secretfile/age.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// Who can read the codes.
struct CodeReaders {
    std::vector<secretfile::AgeRecipient> recipients; ///< none: not encrypted

    /// From `--recipient` and `--plain`, of which there is exactly one kind. ErrorCode::usage.
    static Result<CodeReaders> parse(const std::vector<std::string>& recipients, bool plain);
};

/// Writes a new file.
Outcome write_codes(const std::filesystem::path& path, const SecretBytes& codes,
                    const CodeReaders& readers, crypto::Random& random);

/// Reads such a file; `identity` is the file of an age key, or empty. ErrorCode::wrong_key for
/// encrypted codes without one.
Result<SecretBytes> read_codes(const std::filesystem::path& path,
                               const std::filesystem::path& identity, Console& console);

} // namespace evote::app

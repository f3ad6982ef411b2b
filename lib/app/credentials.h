// SPDX-License-Identifier: Apache-2.0
// evote-credentials: codes for the voters, and the roll.
#pragma once

#include "app/command.h"
#include "crypto/random.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-credentials issue DIR --voters V --codes C (--recipient R... | --plain)`.
struct CredentialsOptions {
    std::filesystem::path folder;
    std::filesystem::path voters;        ///< lines `voter,district[,weight]`
    std::filesystem::path codes;         ///< made: lines `voter,code`
    std::vector<std::string> recipients; ///< age recipients who can read the codes
    bool plain = false;                  ///< codes are not encrypted, but for the owner only
};

/// Makes a code for every voter and writes the codes and DIR/roll.csv, the codes first: a roll
/// without codes would lock the voters out. The voters' file may begin with a header line; then the
/// codes' file does too. ErrorCode::malformed or ErrorCode::bad_voters, with the line, for a voter
/// named twice, an unknown district or an impossible weight, and ErrorCode::in_record for a list or
/// codes in the record; nothing is written then. Of several wrong lines the first twenty are
/// printed. Never overwrites.
Outcome credentials_issue(const CredentialsOptions& options, crypto::Random& random,
                          Console& console);

} // namespace evote::app

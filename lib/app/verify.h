// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "record/stated_fingerprint.h"

#include <filesystem>
#include <string>

namespace evote::app {

/// What is done with proofs that evote-board follow has verified for the same user.
enum class FollowedProofs {
    check,
    rely_on, ///< `--followed`
};

struct VerifyOptions {
    std::filesystem::path folder; ///< or https://HOST[:PORT][/PATH], of a served board
    record::Anchor anchor = {};
    std::filesystem::path since{};       ///< an older copy of the record; empty: none
    std::filesystem::path mirror{};      ///< where the record of an address goes; empty: nowhere
    std::filesystem::path authorities{}; ///< PEM; empty: those that the system trusts
    FollowedProofs followed = FollowedProofs::check;
};

/// evote-verify: the whole record, check by check; and, if one is given, that an older copy is the
/// beginning of it.
Status verify_record(const VerifyOptions& options, Console& console);

struct VerifyOpeningOptions {
    std::filesystem::path folder;
    std::filesystem::path opening;
    std::string tracker; ///< as the voter noted it before the audit, in hex
    record::Anchor anchor = {};
    std::filesystem::path code_file = {}; ///< of the voter whose ballot it should be, or empty
};

/// evote-verify opening: recomputes an audited ballot of a sealed election, compares its tracker,
/// says in words what it encrypts, and makes sure that the box would have taken it and that it is
/// not in the log. Status::invalid if the device encrypted something else, for another voter than
/// the one whose code is given, or something that cannot be cast, or if the ballot was cast
/// nevertheless; Status::incomplete without the board.
Status verify_opening(const VerifyOpeningOptions& options, Console& console);

} // namespace evote::app

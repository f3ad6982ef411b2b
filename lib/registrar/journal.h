// SPDX-License-Identifier: Apache-2.0
// What a registrar signed, when and why: a private file, of which nothing is in the record.
#pragma once

#include "ballot/roll_change.h"
#include "evote/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace evote::registrar {

inline constexpr std::size_t longest_reason = 1000;

/// ErrorCode::usage for a reason that is empty, longer than longest_reason bytes, has several lines
/// or invisible characters, or is a formula for a spreadsheet.
Outcome check_reason(std::string_view reason);

struct JournalRow {
    std::int64_t unix_seconds = 0;
    std::uint64_t number = 0;
    ballot::ChangeAction action = ballot::ChangeAction::revoke;
    std::string reason; ///< passes check_reason
    Digest32 change{};  ///< UnfinishedChange::hash
};

/// Adds a row at the end of the file, durably; makes the file, for its owner only, if it is
/// missing. CSV: date,number,action,reason,change.
Outcome append_to_journal(const std::filesystem::path& path, const JournalRow& row);

} // namespace evote::registrar

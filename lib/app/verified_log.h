// SPDX-License-Identifier: Apache-2.0
// What evote-aggregate and evote-decrypt share have in common: the tally, made from the record.
#pragma once

#include "evote/app/command.h"
#include "evote/record/log_verification.h"
#include "evote/record/open_record.h"

namespace evote::app {

/// A record whose log is closed and undamaged.
struct VerifiedRecord {
    record::OpenRecord record;
    record::LogVerification log; ///< has a tally
    Bytes tally_file;            ///< what tally.json must contain

    /// Status::invalid if entries are bad; the tally is correct nevertheless.
    Status status() const { return log.bad.empty() ? Status::done : Status::invalid; }
};

/// Verifies every ballot, with progress, and says what is wrong: all bad entries, and warnings
/// about contests in which few voted. ErrorCode::invalid for a damaged log and for a tally.json
/// that differs from the log's tally, ErrorCode::incomplete for a log that is still open.
Result<VerifiedRecord> verify_for_tally(const std::filesystem::path& folder, Console& console);

} // namespace evote::app

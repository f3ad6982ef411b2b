// SPDX-License-Identifier: Apache-2.0
// What evote-aggregate and evote-decrypt share have in common: the tally, made from the record.
#pragma once

#include "app/command.h"
#include "protocol/decryption.h"
#include "record/log_verification.h"
#include "record/sealed_record.h"

namespace evote::app {

/// A record whose log is closed and undamaged.
struct VerifiedRecord {
    record::SealedRecord record;
    record::LogVerification log; ///< has a tally
    protocol::TallyFile tally;   ///< what tally.json must contain

    /// Status::invalid if entries are bad; the tally is correct nevertheless.
    Status status() const { return log.bad.empty() ? Status::done : Status::invalid; }
};

/// Verifies every ballot, with progress, and says what is wrong: all bad entries, and warnings
/// about contests in which few voted. ErrorCode::damaged for a damaged log, other_tally for a
/// tally.json that differs from the log's tally, log_open for a log that is still open.
Result<VerifiedRecord> verify_for_tally(record::SealedRecord record, Console& console);

} // namespace evote::app

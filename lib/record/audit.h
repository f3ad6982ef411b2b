// SPDX-License-Identifier: Apache-2.0
// The audit of a whole record, check by check.
#pragma once

#include "protocol/decryption.h"
#include "record/log_verification.h"
#include "record/open_record.h"
#include "record/stated_fingerprint.h"
#include "report/report.h"

#include <optional>
#include <vector>

namespace evote::record {

struct AuditOptions {
    /// What the trustees announced; without it the report shows the record's own for comparison.
    std::optional<StatedFingerprint> fingerprint;
    LogWork work;
};

/// A valid roll change: a voter of a district had a credential replaced, or was revoked.
struct AuditedChange {
    std::uint64_t entry = 0;  ///< index in the log
    std::size_t district = 0; ///< place in the manifest
    ballot::ChangeAction action = ballot::ChangeAction::revoke;
};

/// What an audit found. What could not be established is absent.
struct AuditResult {
    report::Report report;
    std::optional<protocol::Manifest> manifest;
    std::optional<Digest32> fingerprint;
    std::optional<LogVerification> log;
    std::uint64_t voters = 0;
    std::optional<protocol::Tally> result; ///< only if it was found correct
    std::vector<AuditedChange> changes{};  ///< in the order of the log
};

/// Audits a record. A check whose prerequisites failed, or whose files do not exist yet, is NOT
/// CHECKED; a missing file is a failure if a later one exists. ErrorCode::not_a_record if the
/// folder is not a record, ErrorCode::stopped, ErrorKind::system if the system fails; whatever is
/// wrong inside the record is in the report. `random` as for verify_log.
Result<AuditResult> audit_record(const RecordFolder& folder, const AuditOptions& options,
                                 crypto::Random& random);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
/// @file
/// The audit of a whole record or of the part of it that exists: what evote-verify does.
/// Sources: docs/record.md (every check), docs/protocol.md; many ballots are checked by one random
/// combination of their equations: M. Bellare, J. Garay, T. Rabin, EUROCRYPT 1998.
#pragma once

#include "evote/record.h"
#include "evote/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// What came of a check.
enum class CheckState {
    not_checked, ///< it did not run, or not to its end
    failed,
    passed,
};

/// One numbered check of the list in docs/record.md.
struct AuditCheck {
    std::string number;                         ///< such as "2.3"
    std::string title;                          ///< in English
    CheckState state = CheckState::not_checked; ///< what came of it
    std::vector<Error> failures;                ///< at most 1,000
    std::uint64_t more_failures = 0;            ///< how many there are besides
    std::vector<std::string> notes;             ///< worth knowing, not wrong
    std::string skipped;                        ///< why it was not checked, if known
};

/// What the checks say together.
enum class AuditConclusion {
    valid,      ///< every check passed
    invalid,    ///< a check failed
    incomplete, ///< nothing is wrong, but something was not checked: it proves nothing
};

/// What one option got.
struct OptionTotal {
    std::string contest;     ///< its id
    std::string option;      ///< its id
    std::uint64_t votes = 0; ///< weights added up
};

/// What an audit found.
struct AuditReport {
    AuditConclusion conclusion = AuditConclusion::incomplete; ///< of all checks
    std::vector<AuditCheck> checks;                           ///< all of them, in their order
    /// evote-report-1 with texts in English, for programs; ends with a line feed.
    std::string json;
    /// For people, in English; harmless for a terminal.
    std::string text;
    /// The result of the election; only if it was found correct.
    std::vector<OptionTotal> totals;
};

/// Is told how far the audit is, and can end it. Called by one thread at a time.
class AuditProgress {
  public:
    /// `done` of `total` entries of the log are verified. False stops the audit.
    virtual bool show(std::uint64_t done, std::uint64_t total) = 0;

  protected:
    ~AuditProgress() = default;
};

/// What an audit is told besides the record.
struct AuditSettings {
    /// What the trustees announced; without it that check is not checked, and no audit is valid.
    std::string fingerprint;
    unsigned threads = 1;                  ///< at least 1
    AuditProgress* progress = nullptr;     ///< may be null; outlives the call
    std::string temporary_folder = "/tmp"; ///< for what a large log would need too much memory for
};

/// Audits the record in `folder`. Memory does not grow with the number of ballots: some 60 bytes a
/// voter. What is wrong in the record is in the report and not an error. Errors: usage (not a
/// fingerprint), not_a_record, stopped (by the progress), and of kind system. Threads: several
/// audits may run at once.
Result<AuditReport> audit(std::string_view folder, const AuditSettings& settings = {});

/// Verifies ballots as one batch: what each says by itself and who the voter is, not its place in a
/// log (counters, second ballots, copies). One text a ballot: empty for a valid one, otherwise the
/// protocol's word, such as "credential proof", which is valid for good. A batch of 1,024 costs
/// least a ballot (docs/performance.md). Variable
/// time: ballots are public.
std::vector<std::string_view>
verify_ballots(const Record& record, std::span<const std::span<const std::uint8_t>> ballots);

} // namespace evote

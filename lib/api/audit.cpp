// SPDX-License-Identifier: Apache-2.0
#include "evote/audit.h"

#include "api/record.h"
#include "crypto/random.h"
#include "evote/bytes.h"
#include "evote/check.h"
#include "protocol/entry_verifier.h"
#include "record/audit.h"

namespace evote {

namespace {

CheckState state_of(report::CheckState state) {
    switch (state) {
    case report::CheckState::not_checked:
        break;
    case report::CheckState::failed:
        return CheckState::failed;
    case report::CheckState::passed:
        return CheckState::passed;
    }
    return CheckState::not_checked;
}

AuditConclusion conclusion_of(report::Conclusion conclusion) {
    switch (conclusion) {
    case report::Conclusion::valid:
        return AuditConclusion::valid;
    case report::Conclusion::invalid:
        return AuditConclusion::invalid;
    case report::Conclusion::incomplete:
        break;
    }
    return AuditConclusion::incomplete;
}

AuditCheck check_of(const report::Check& check) {
    AuditCheck out{check.number(),
                   check.title().english(),
                   state_of(check.state()),
                   check.failures(),
                   check.more_failures(),
                   {},
                   {}};
    for (const Message& remark : check.remarks())
        out.notes.push_back(remark.english());
    if (check.skipped())
        out.skipped = check.skipped()->english();
    return out;
}

std::vector<OptionTotal> totals_of(const protocol::Manifest& manifest,
                                   const protocol::Tally& result) {
    std::vector<OptionTotal> out;
    for (std::size_t i = 0; i < result.totals.size(); ++i) {
        const auto& contest = manifest.contests()[i];
        for (std::size_t j = 0; j < contest.options.size(); ++j)
            out.push_back({contest.id, contest.options[j].id, result.totals[i][j]});
    }
    return out;
}

AuditReport report_of(const record::AuditResult& result) {
    AuditReport out;
    out.conclusion = conclusion_of(result.report.conclusion());
    for (const auto& section : result.report.sections())
        for (const auto& check : section.checks())
            out.checks.push_back(check_of(check));
    out.json = to_string(report::report_json(result.report));
    out.text = report::report_text(result.report, &Message::english);
    if (result.manifest && result.result)
        out.totals = totals_of(*result.manifest, *result.result);
    return out;
}

} // namespace

Result<AuditReport> audit(std::string_view folder, const AuditSettings& settings) {
    EVOTE_CHECK(settings.threads > 0);
    record::AuditOptions options;
    if (!settings.fingerprint.empty()) {
        EVOTE_TRY(options.fingerprint, record::StatedFingerprint::parse(settings.fingerprint));
    }
    options.work.threads = settings.threads;
    options.work.temporary_folder = settings.temporary_folder;
    bool stopped = false;
    if (AuditProgress* const progress = settings.progress; progress != nullptr) {
        options.work.progress = [&stopped, progress](std::uint64_t done, std::uint64_t total) {
            stopped = !progress->show(done, total);
        };
        options.work.stop = [&stopped] { return stopped; };
    }
    EVOTE_TRY(const auto result,
              record::audit_record(record::RecordFolder(folder), options, crypto::system_random()));
    return report_of(result);
}

std::vector<std::string_view>
verify_ballots(const Record& record, std::span<const std::span<const std::uint8_t>> ballots) {
    const auto& sealed = *record.state().sealed;
    protocol::EntryVerifier verifier(sealed.election, sealed.roll, crypto::system_random());
    std::vector<std::string_view> out;
    for (const auto& checked : verifier.verify(ballots))
        out.push_back(checked.verdict == ballot::Verdict::valid
                          ? std::string_view()
                          : ballot::verdict_text(checked.verdict));
    return out;
}

} // namespace evote

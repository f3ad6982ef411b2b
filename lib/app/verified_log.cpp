// SPDX-License-Identifier: Apache-2.0
#include "app/verified_log.h"

#include "app/progress.h"
#include "app/temporary_folder.h"
#include "os/file.h"
#include "record/privacy.h"
#include "record/verdict_text.h"

namespace evote::app {

namespace {

Result<record::LogVerification> verify(const record::OpenRecord& record, Console& console) {
    EVOTE_TRY(const board::LogReader log, record.open_log());
    Progress progress(console);
    const record::LogWork work{
        console.threads(), [&](std::uint64_t done, std::uint64_t total) { progress(done, total); },
        temporary_folder()};
    return record::verify_log(record.election, record.roll, log, work, crypto::system_random());
}

// Reports everything that is wrong; the error is what prevents the tally.
Outcome judge(const record::OpenRecord& record, const record::LogVerification& log,
              Console& console) {
    const std::string folder = record.folder.log().string();
    for (const auto& error : log.findings.faults)
        console.complain(error);
    for (const auto& entries : log.bad)
        console.complain({ErrorCode::bad_ballot,
                          record::explain(entries.verdict, entries.kind),
                          folder,
                          {record::place_of(entries)}});
    if (!log.findings.faults.empty())
        return fail(
            Error{ErrorCode::damaged, msg("the log is damaged, so it has no tally"), folder, {}});
    if (!log.closed)
        return fail(Error{ErrorCode::log_open,
                          msg("voting is not closed yet; there is a tally only of a closed log"),
                          folder,
                          {}});
    for (const auto& warning : record::small_contests(record.manifest(), log.districts))
        console.say(warning);
    for (const auto& warning : record::telling_weights(record.manifest(), log.districts))
        console.say(warning);
    return {};
}

} // namespace

Result<VerifiedRecord> verify_for_tally(record::SealedRecord record, Console& console) {
    EVOTE_TRY(record::LogVerification log, verify(record, console));
    EVOTE_TRY_VOID(judge(record, log, console));
    auto tally = protocol::TallyFile::of(record.election, *log.tally);
    const auto path = record.folder.tally();
    if (os::file_exists(path)) {
        EVOTE_TRY(const Bytes there, os::read_plain_file(path));
        if (!equal(there, tally.bytes()))
            return fail(Error{ErrorCode::other_tally,
                              msg("this is not the sum of the counted ballots of this log"),
                              path.string(),
                              {}});
    }
    return VerifiedRecord{std::move(record), std::move(log), std::move(tally)};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/private_file.h"
#include "app/progress.h"
#include "app/registrar_desk.h"
#include "app/roll_changes.h"
#include "app/sealed_ground.h"
#include "app/temporary_folder.h"
#include "app/workable.h"
#include "os/file.h"
#include "record/log_verification.h"
#include "record/verdict_text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

// From places in the roll to whether a ballot counts.
Result<std::vector<bool>> who_voted(const record::SealedRecord& record, crypto::Random& random,
                                    Console& console) {
    EVOTE_TRY(const board::LogReader log, record.open_log());
    std::vector<bool> out(record.roll.entries().size());
    Progress progress(console);
    record::LogWork work{console.threads(),
                         [&](std::uint64_t done, std::uint64_t total) { progress(done, total); },
                         temporary_folder()};
    work.judged = [&](const protocol::LogRules& rules) {
        for (std::size_t voter = 0; voter < out.size(); ++voter)
            out[voter] = rules.counts(voter);
    };
    EVOTE_TRY(const auto found,
              record::verify_log(record.election, record.roll, log, work, random));
    const std::string folder = record.folder.log().string();
    for (const auto& error : found.findings.faults)
        console.complain(error);
    if (!found.findings.faults.empty())
        return fail(Error{ErrorCode::damaged,
                          msg("the log is damaged: who has voted cannot be said"),
                          folder,
                          {}});
    for (const auto& entries : found.bad)
        console.warn({ErrorCode::bad_ballot,
                      record::explain(entries.verdict, entries.kind),
                      folder,
                      {record::place_of(entries)}});
    return out;
}

} // namespace

Outcome credentials_turnout(const TurnoutOptions& options, crypto::Random& random,
                            Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(options.list, options.folder));
    EVOTE_TRY_VOID(keep_out_of_record(options.out, options.folder));
    EVOTE_TRY_VOID(os::must_be_free(options.out));
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY_VOID(must_have_registrars(record.manifest()));
    EVOTE_TRY(const auto voters, record::NumberedVoters::read(record));
    EVOTE_TRY(const auto list, read_list_of(options.list, record, voters, console));
    EVOTE_TRY(const auto voted, who_voted(record, random, console));
    std::string text = "number,voter,district,voted\n";
    std::uint64_t turnout = 0;
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        EVOTE_TRY(const std::uint32_t place, voters.place(number));
        const auto row = list.row(number);
        text += std::to_string(number) + "," + std::string(row.voter) + "," +
                record.manifest().districts()[row.place.district].id +
                (voted[place] ? ",yes\n" : ",no\n");
        if (voted[place])
            ++turnout;
    }
    EVOTE_TRY_VOID(
        os::write_file(options.out, bytes_of(text), os::Existing::keep, os::Access::owner_only));
    console.facts({msg("{0} of {1} voters have a counted ballot", turnout, list.size()),
                   msg("Who they are is in {0}: for the registrars only", options.out.string())},
                  {{"voters", list.size()}, {"turnout", turnout}, {"file", options.out.string()}});
    return {};
}

} // namespace evote::app

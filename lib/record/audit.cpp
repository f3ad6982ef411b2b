// SPDX-License-Identifier: Apache-2.0
#include "evote/record/audit.h"

#include "record/auditor.h"

#include "evote/os/file.h"

#include <algorithm>

namespace evote::record {

Result<AuditResult> audit_record(const RecordFolder& folder, const AuditOptions& options,
                                 crypto::Random& random) {
    EVOTE_TRY_VOID(must_be_record(folder));
    return Auditor(folder, options, random).run();
}

// All checks are announced before the first is run.
Result<AuditResult> Auditor::run() {
    announce_setup();
    announce_log();
    announce_result();
    for (const auto& [check, run] : plan_) {
        current_ = check;
        Outcome outcome = (this->*run)();
        if (!outcome && kind_of(outcome.error().code) == ErrorKind::system)
            return fail(std::move(outcome).take_error());
        if (!outcome)
            fault(std::move(outcome).take_error());
        current_->finish();
    }
    return std::move(out_);
}

void Auditor::announce_setup() {
    report::Section& section = out_.report.add_section(msg("Before the voting"));
    plan_.emplace_back(&section.add_check(msg("the manifest is valid")), &Auditor::check_manifest);
    plan_.emplace_back(
        &section.add_check(
            msg("the keys are valid, and every trustee proved that it knows its part of them")),
        &Auditor::check_keys);
    plan_.emplace_back(&section.add_check(msg("the notes of the key ceremony lead to these keys")),
                       &Auditor::check_ceremony);
    plan_.emplace_back(&section.add_check(msg("the roll is valid")), &Auditor::check_roll);
    plan_.emplace_back(
        &section.add_check(msg("manifest, keys, roll and board are those that were sealed")),
        &Auditor::check_election_file);
    plan_.emplace_back(&section.add_check(msg("enough trustees sealed the election")),
                       &Auditor::check_seals);
}

void Auditor::announce_log() {
    report::Section& section = out_.report.add_section(msg("The ballots"));
    plan_.emplace_back(&section.add_check(msg("the log matches its signed checkpoint")),
                       &Auditor::check_log);
    plan_.emplace_back(&section.add_check(msg("voting is closed")), &Auditor::check_closed);
    plan_.emplace_back(&section.add_check(msg("every ballot in the log is valid")),
                       &Auditor::check_ballots);
    plan_.emplace_back(&section.add_check(msg("every ballot in the log is in its place")),
                       &Auditor::check_order);
    plan_.emplace_back(&section.add_check(msg("repeated encryptions are noted")),
                       &Auditor::check_alphas);
    plan_.emplace_back(&section.add_check(msg("no more ballots are counted than there are voters")),
                       &Auditor::check_turnout);
}

void Auditor::announce_result() {
    report::Section& section = out_.report.add_section(msg("The result"));
    plan_.emplace_back(&section.add_check(msg("the tally is the sum of the counted ballots")),
                       &Auditor::check_tally);
    plan_.emplace_back(&section.add_check(msg("the trustees decrypted this tally correctly")),
                       &Auditor::check_shares);
    plan_.emplace_back(&section.add_check(msg("the result follows from the decryptions")),
                       &Auditor::check_result);
    plan_.emplace_back(
        &section.add_check(msg("what the result reveals about single votes is noted")),
        &Auditor::check_privacy);
    plan_.emplace_back(&section.add_check(msg("nothing else is in the folder")),
                       &Auditor::check_strangers);
}

// In a record whatever is wrong is damage.
void Auditor::fault(Error error) {
    make_damage(error);
    current_->fail(std::move(error));
}

void Auditor::remark(Message message) {
    current_->remark(std::move(message));
}

void Auditor::not_checked(Message why) {
    current_->skip(std::move(why));
}

bool Auditor::is_there(const std::filesystem::path& file,
                       std::initializer_list<std::filesystem::path> later) {
    if (os::file_exists(file))
        return true;
    const auto after = std::ranges::find_if(later, os::file_exists);
    if (after != later.end())
        fault(invalid(msg("this file is missing, although {0} exists",
                          after->lexically_relative(folder_.path()).string()),
                      file));
    else
        not_checked(
            msg("{0} does not exist yet", file.lexically_relative(folder_.path()).string()));
    return false;
}

Error Auditor::invalid(Message message, const std::filesystem::path& file,
                       std::vector<Message> place) {
    return invalid(ErrorCode::damaged, std::move(message), file, std::move(place));
}

Error Auditor::invalid(ErrorCode code, Message message, const std::filesystem::path& file,
                       std::vector<Message> place) {
    return {code, std::move(message), file.string(), std::move(place)};
}

} // namespace evote::record

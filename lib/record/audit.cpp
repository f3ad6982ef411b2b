// SPDX-License-Identifier: Apache-2.0
#include "record/audit.h"

#include "evote/check.h"
#include "os/file.h"
#include "record/auditor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace evote::record {

Result<AuditResult> audit_record(const RecordFolder& folder, const AuditOptions& options,
                                 crypto::Random& random) {
    EVOTE_TRY_VOID(must_be_record(folder));
    return Auditor(folder, options, random).run();
}

// All checks are announced before the first is run. The order in which they are run follows from
// what they need.
Result<AuditResult> Auditor::run() {
    announce();
    for (AuditStep& each : steps_)
        EVOTE_TRY_VOID(settle(each));
    return std::move(out_);
}

std::vector<AuditStep> Auditor::setup_plan(RollOf roll_of) {
    using enum CheckId;
    using enum Extent;
    std::vector<AuditStep> steps{
        {manifest,
         msg("the manifest is valid"),
         &Auditor::check_manifest,
         {{sealed_files, unchanged}, {fingerprint, if_given}}},
        {keys,
         msg("the keys are valid, and every trustee proved that it knows its part of them"),
         &Auditor::check_keys,
         {{manifest}, {sealed_files, unchanged}}},
        {ceremony,
         msg("the notes of the key ceremony lead to these keys"),
         &Auditor::check_ceremony,
         {{keys}}},
        {roll,
         msg("the roll is valid"),
         &Auditor::check_roll,
         {{manifest}, {sealed_files, unchanged}}},
        {sealed_files,
         msg("manifest, keys, roll and board are those that were sealed"),
         &Auditor::check_sealed_files,
         {}},
        {seals,
         msg("enough trustees sealed the election"),
         &Auditor::check_seals,
         {{keys}, {roll, usable}, {sealed_files}, {board}}},
        {fingerprint,
         msg("the fingerprint is the one that was announced"),
         &Auditor::check_fingerprint,
         {{sealed_files, usable}}},
        {board,
         msg("the board's key is valid"),
         &Auditor::check_board,
         {{manifest}, {sealed_files, unchanged}}},
    };
    if (roll_of == RollOf::registrars)
        steps.push_back({registrars,
                         msg("the roll is that of the registrars' halves"),
                         &Auditor::check_registrars,
                         {{roll, usable}, {board}}});
    return steps;
}

std::vector<AuditStep> Auditor::log_plan(RollOf roll_of) {
    using enum CheckId;
    using enum Extent;
    std::vector<AuditStep> steps{
        {log,
         msg("the log matches its signed checkpoint"),
         &Auditor::check_log,
         {{keys}, {roll, usable}, {sealed_files}, {board}}},
        {closed, msg("voting is closed"), &Auditor::check_closed, {{log, usable}}},
        {ballots,
         msg("every ballot in the log is valid"),
         &Auditor::check_ballots,
         {{log, usable}}},
        {order,
         msg("every ballot in the log is in its place"),
         &Auditor::check_order,
         {{log, usable}}},
        {alphas, msg("repeated encryptions are noted"), &Auditor::check_alphas, {{log, usable}}},
        {turnout,
         msg("no more ballots are counted than there are voters"),
         &Auditor::check_turnout,
         {{log, usable}, {closed, usable}}},
        {witnesses,
         msg("enough witnesses have signed the final checkpoint"),
         &Auditor::check_witnesses,
         {{log, usable}, {closed, usable}}},
    };
    if (roll_of == RollOf::registrars)
        steps.push_back({changes,
                         msg("every roll change in the log is valid"),
                         &Auditor::check_changes,
                         {{log, usable}}});
    return steps;
}

std::vector<AuditStep> Auditor::result_plan() {
    using enum CheckId;
    using enum Extent;
    return {
        {tally,
         msg("the tally is the sum of the counted ballots"),
         &Auditor::check_tally,
         {{log}, {closed, usable}}},
        {shares,
         msg("the trustees decrypted this tally correctly"),
         &Auditor::check_shares,
         {{tally, usable}}},
        {result,
         msg("the result follows from the decryptions"),
         &Auditor::check_result,
         {{shares, usable}}},
        {privacy,
         msg("what the result reveals about single votes is noted"),
         &Auditor::check_privacy,
         {{tally, usable}}},
        {strangers, msg("nothing else is in the folder"), &Auditor::check_strangers, {{manifest}}},
    };
}

std::vector<std::vector<AuditStep>> Auditor::plan(RollOf roll) {
    return {setup_plan(roll), log_plan(roll), result_plan()};
}

// What there is to check depends on the manifest: as it is now, whether it is the sealed one or
// not.
void Auditor::announce() {
    const auto found = read_manifest(folder_);
    auto parts = plan(found && found->registrars() > 0 ? RollOf::registrars : RollOf::one);
    const std::array titles{msg("Before the voting"), msg("The ballots"), msg("The result")};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        report::Section& section = out_.report.add_section(titles[i]);
        for (AuditStep& each : parts[i]) {
            each.check = &section.add_check(each.title);
            steps_.push_back(std::move(each));
        }
    }
}

AuditStep& Auditor::step(CheckId id) {
    return *std::ranges::find(steps_, id, &AuditStep::id);
}

bool Auditor::has(const AuditStep& step, const Need& need) const {
    const AuditStep& other = *std::ranges::find(steps_, need.check, &AuditStep::id);
    const bool passed = other.check->state() == report::CheckState::passed;
    switch (need.extent) {
    case Extent::passed:
        return passed;
    case Extent::usable:
        return passed || other.usable;
    case Extent::unchanged:
        return !changed_.contains(step.id);
    case Extent::if_given:
        return passed || !options_.fingerprint;
    }
    EVOTE_CHECK(false);
}

// Runs a check after those that it needs, or says which of them has to pass first.
Outcome Auditor::settle(AuditStep& step) {
    if (std::exchange(step.settled, true))
        return {};
    for (const Need& need : step.needs)
        EVOTE_TRY_VOID(settle(this->step(need.check)));
    current_ = &step;
    for (const Need& need : step.needs)
        if (!has(step, need)) {
            const AuditStep& other = this->step(need.check);
            step.blocked_by = other.blocked_by.empty() ? other.check->number() : other.blocked_by;
            not_checked(msg("check {0} has to pass first", step.blocked_by));
            return {};
        }
    Outcome outcome = (this->*step.run)();
    if (!outcome && (kind_of(outcome.error().code) == ErrorKind::system ||
                     outcome.error().code == ErrorCode::stopped))
        return outcome;
    if (!outcome)
        fault(std::move(outcome).take_error());
    step.check->finish();
    return {};
}

// In a record whatever is wrong is damage.
void Auditor::fault(Error error) {
    make_damage(error);
    current_->check->fail(std::move(error));
}

void Auditor::remark(Message message) {
    current_->check->remark(std::move(message));
}

void Auditor::not_checked(Message why) {
    current_->check->skip(std::move(why));
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

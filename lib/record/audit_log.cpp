// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "base/time_text.h"
#include "os/file.h"
#include "record/auditor.h"
#include "record/privacy.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::record {

namespace {

constexpr std::uint64_t largest_resumption = std::uint64_t{1} << 16;

} // namespace

Outcome Auditor::check_log() {
    if (!is_there(folder_.checkpoint(), {folder_.closed(), folder_.tally(), folder_.result()}))
        return {};
    EVOTE_TRY_VOID(bind_election());
    EVOTE_TRY(log_, board::LogReader::open(folder_.log(), board_->key));
    EVOTE_TRY(out_.log, verify_log(*election_, *roll_, *log_, options_.work, random_));
    current_->usable = true;
    const board::LogFindings& findings = out_.log->findings;
    for (const auto& error : findings.faults) {
        if (kind_of(error.code) == ErrorKind::system)
            return fail(error);
        fault(error);
    }
    for (const auto& leftover : findings.leftovers)
        remark(msg("{0} was left behind when the board stopped; it is harmless", leftover.file));
    for (const auto& file : findings.system_files)
        remark_system_file(file);
    remark(msg("{0} entries, root {1}", log_->size(), hex_encode(log_->checkpoint().root())));
    return check_resumptions(findings.resumed);
}

// What the board says of losses is shown. Its notes are numbered, so that one that was taken away
// is missed.
Outcome Auditor::check_resumptions(std::span<const std::uint64_t> numbers) {
    for (std::uint64_t number = 1; !numbers.empty() && number <= numbers.back(); ++number) {
        const auto path = folder_.log() / board::resumption_name(number);
        if (!std::ranges::binary_search(numbers, number)) {
            fault(invalid(msg("this note of the board is missing"), path));
            return {};
        }
        EVOTE_TRY(const Bytes file, os::read_plain_file(path, largest_resumption));
        auto note = board::open_resumption(file, board_->key);
        if (!note)
            return fail(std::move(note).take_error().in_file(path.string()));
        EVOTE_TRY_VOID(check_resumption(*note, path));
    }
    return {};
}

Outcome Auditor::check_resumption(const board::Resumption& note,
                                  const std::filesystem::path& path) {
    if (election_ && note.election != election_->fingerprint())
        return fail(invalid(ErrorCode::other_election,
                            msg("this note of the board is of another election"), path));
    if (note.from.size > log_->size())
        return fail(invalid(msg("the log does not go on from where this note says"), path));
    EVOTE_TRY(const Digest32 root, log_->root_at(note.from.size));
    if (root != note.from.root)
        return fail(invalid(msg("the log does not go on from where this note says"), path));
    if (note.remembered == note.from)
        remark(msg("{0}: the board went on from {1} entries without its second machine, which it "
                   "could not reach: if that one is not destroyed, there may be two boards",
                   utc_text(static_cast<std::int64_t>(note.time)), note.from.size));
    else if (note.remembered)
        remark(msg("{0}: after a loss the board went on from {1} entries, although it had signed "
                   "{2}: ballots that it acknowledged are not in the log",
                   utc_text(static_cast<std::int64_t>(note.time)), note.from.size,
                   note.remembered->size));
    else
        remark(msg("{0}: after a loss the board went on from {1} entries, and did not know any "
                   "more how many it had signed: ballots that it acknowledged may not be in the "
                   "log",
                   utc_text(static_cast<std::int64_t>(note.time)), note.from.size));
    return {};
}

Outcome Auditor::check_closed() {
    const auto& bad = out_.log->bad;
    const auto late = std::ranges::find(bad, ballot::Verdict::after_closing, &BadEntries::verdict);
    if (late != bad.end())
        return fail(invalid(msg("the log continues after its closing entry"), folder_.log(),
                            {place_of(*late)}));
    if (out_.log->judged < out_.log->size) {
        not_checked(msg("a part of the log cannot be read"));
        return {};
    }
    if (!out_.log->closed)
        return check_still_open();
    current_->usable = true;
    if (!is_there(folder_.closed(), {folder_.tally(), folder_.result()}))
        return {};
    EVOTE_TRY_VOID(
        board::read_closing_mark(log_->folder(), log_->key(), log_->checkpoint().checkpoint()));
    return {};
}

// The log has no closing entry: no later file may exist, unless the board was closed since its
// checkpoint was read.
Outcome Auditor::check_still_open() {
    const bool closed_since = !log_->closed() && os::file_exists(folder_.closed());
    if (closed_since) {
        not_checked(msg("voting is not closed yet"));
        return {};
    }
    for (const auto& later : {folder_.closed(), folder_.tally(), folder_.result()})
        if (os::file_exists(later))
            return fail(invalid(msg("the closing entry is missing, although {0} exists",
                                    later.lexically_relative(folder_.path()).string()),
                                folder_.log()));
    not_checked(msg("voting is not closed yet"));
    return {};
}

// The bad entries of one kind; of them those whose reason is there, or all.
void Auditor::name_bad(ballot::EntryKind kind, std::optional<ReasonIn> which) {
    for (const auto& entries : out_.log->bad)
        if (entries.kind == kind && (!which || reason_of(entries.verdict) == *which))
            fault(invalid(ErrorCode::bad_ballot, explain(entries.verdict, kind), folder_.log(),
                          {place_of(entries)}));
    if (out_.log->judged < out_.log->size)
        not_checked(msg("from entry {0} on the log cannot be read", out_.log->judged));
}

Outcome Auditor::check_ballots() {
    if (out_.log->verified_before > 0)
        remark(msg("the proofs of the first {0} entries were verified on this computer when they "
                   "came, by evote-board follow, and not once more now",
                   out_.log->verified_before));
    name_bad(ballot::EntryKind::ballot, ReasonIn::entry);
    return {};
}

Outcome Auditor::check_order() {
    name_bad(ballot::EntryKind::ballot, ReasonIn::place);
    remark(msg("{0} ballots were replaced by a later one of the same voter", out_.log->displaced));
    return {};
}

Outcome Auditor::check_alphas() {
    for (const auto& repeated : out_.log->first_repeated_alphas) {
        const auto& contests = out_.manifest->contests();
        remark(msg("entry {0}, contest {1} has the same alpha as entry {2}, contest {3}",
                   repeated.second.entry, contests[repeated.second.contest].id,
                   repeated.first.entry, contests[repeated.first.contest].id));
        if (repeated.same_tracker)
            remark(msg("entries {0} and {1} have the same tracker: they are the same ballot",
                       repeated.first.entry, repeated.second.entry));
    }
    if (out_.log->repeated_alphas > out_.log->first_repeated_alphas.size())
        remark(msg("{0} alphas are repeated in total; the first ones are listed",
                   out_.log->repeated_alphas));
    if (out_.log->judged < out_.log->size)
        not_checked(msg("from entry {0} on the log cannot be read", out_.log->judged));
    return {};
}

Outcome Auditor::check_turnout() {
    const auto voters = full_turnout(*out_.manifest, *roll_);
    for (std::size_t i = 0; i < voters.size(); ++i) {
        const auto& turnout = out_.log->districts[i];
        const auto& id = out_.manifest->districts()[i].id;
        if (turnout.ballots > voters[i].ballots || turnout.weight > voters[i].weight)
            fault(invalid(msg("district {0} has {1} counted ballots and only {2} voters", id,
                              turnout.ballots, voters[i].ballots),
                          folder_.log()));
        remark(msg("district {0}: {1} of {2} voters", id, turnout.ballots, voters[i].ballots));
    }
    return {};
}

} // namespace evote::record

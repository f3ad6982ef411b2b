// SPDX-License-Identifier: Apache-2.0
#include "record/log_judge.h"

#include <utility>

namespace evote::record {

namespace {

// 24 MB of them: at the end of a log of some millions of ballots all displaced ones are read
// again in one pass, so that each bundle is read once.
constexpr std::size_t many_displaced = std::size_t{1} << 20;

} // namespace

void Chunk::clear() {
    bundles.clear();
    checks.clear();
    entries.clear();
    first = 0;
    judged = 0;
    counted.clear();
}

LogJudge::LogJudge(const protocol::Election& election, const protocol::Roll& roll,
                   const board::LogReader& log)
    : log_(log),
      audit_(log),
      rules_(election, roll),
      roll_(roll),
      has_registrars_(!election.registrars().empty()),
      districts_(election.manifest().districts().size()) {}

void LogJudge::judge(Chunk& chunk, std::span<const protocol::CheckedEntry> checked) {
    for (auto& check : chunk.checks)
        audit_.add(std::move(check));
    chunk.first = rules_.size();
    for (const auto& bundle : chunk.bundles) {
        // A bundle before this one is missing: what follows cannot be judged.
        if (bundle.first() != rules_.size())
            return;
        for (unsigned i = 0; i < bundle.size(); ++i)
            step(chunk, checked[chunk.judged]);
    }
}

void LogJudge::step(Chunk& chunk, const protocol::CheckedEntry& checked) {
    const std::uint64_t entry = rules_.size();
    const ByteView bytes = chunk.entries[chunk.judged++];
    auto step = rules_.next(bytes, checked);
    if (step.verdict != ballot::Verdict::valid && step.verdict != ballot::Verdict::closing_entry)
        note_bad({entry, entry, step.verdict, kind_of_bad(bytes)});
    if (step.change)
        changes_.push_back(*step.change);
    if (step.counted && !step.displaced)
        turnout_of(step.counted->voter()).add(weight_of(step.counted->voter()));
    chunk.counted.push_back(std::move(step.counted));
    if (!step.displaced)
        return;
    if (step.change) // revoked, and no other ballot counts instead
        turnout_of(step.displaced->voter()).remove(weight_of(step.displaced->voter()));
    else
        ++displaced_count_;
    if (step.displaced->entry() >= chunk.first)
        chunk.counted[step.displaced->entry() - chunk.first].reset(); // not added yet
    else
        displaced_.push_back(std::move(*step.displaced));
}

ballot::EntryKind LogJudge::kind_of_bad(ByteView entry) const {
    return has_registrars_ && ballot::is_kind(entry, ballot::EntryKind::roll_change)
               ? ballot::EntryKind::roll_change
               : ballot::EntryKind::ballot;
}

void LogJudge::note_bad(const BadEntries& bad) {
    if (!bad_.empty() && bad_.back().last + 1 == bad.first && bad_.back().verdict == bad.verdict &&
        bad_.back().kind == bad.kind)
        bad_.back().last = bad.last;
    else
        bad_.push_back(bad);
}

std::vector<protocol::DisplacedBallot> LogJudge::take_many() {
    if (displaced_.size() < many_displaced)
        return {};
    return std::exchange(displaced_, {});
}

LogVerification LogJudge::finish() && {
    LogVerification out;
    out.findings = std::move(audit_).finish();
    out.size = log_.size();
    out.judged = rules_.size();
    out.bad = std::move(bad_);
    out.closed = out.judged == out.size && rules_.closed();
    out.turnout = rules_.counted();
    out.displaced = displaced_count_;
    out.districts = std::move(districts_);
    out.changes = std::move(changes_);
    return out;
}

} // namespace evote::record

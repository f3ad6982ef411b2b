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
    auto step = rules_.next(chunk.entries[chunk.judged++], checked);
    const bool counts = step.counted.has_value();
    chunk.counted.push_back(std::move(step.counted));
    if (step.verdict != ballot::Verdict::valid && step.verdict != ballot::Verdict::closing_entry)
        note_bad(entry, step.verdict);
    if (!counts)
        return;
    if (!step.displaced) {
        districts_[checked.ballot->ballot().district()].add(checked.ballot->weight());
        return;
    }
    ++displaced_count_;
    if (step.displaced->entry() >= chunk.first)
        chunk.counted[step.displaced->entry() - chunk.first].reset(); // not added yet
    else
        displaced_.push_back(std::move(*step.displaced));
}

void LogJudge::note_bad(std::uint64_t entry, ballot::Verdict verdict) {
    if (!bad_.empty() && bad_.back().last + 1 == entry && bad_.back().verdict == verdict)
        bad_.back().last = entry;
    else
        bad_.push_back({entry, entry, verdict});
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
    return out;
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#include "box/ballot_judge.h"

#include "protocol/log_rules.h"
#include "record/verdict_text.h"

#include <algorithm>

namespace evote::box {

namespace {

// Bundles that are verified at once while the log is read.
constexpr std::uint64_t bundles_at_once = 16;

} // namespace

BallotJudge::BallotJudge(const record::OpenRecord& record, const BoardKey& key, unsigned threads,
                         crypto::Random& random)
    : record_(record),
      random_(random),
      checker_(record, threads, random),
      index_(key.index(), key.signer.derive_key("board-index"), record.election.fingerprint()),
      memory_(record.roll.entries().size(), random) {}

Outcome BallotJudge::load(board::LogReader& log, const ShowProgress& progress) {
    EVOTE_TRY(memory_, index_.load(log, record_.roll.entries().size(), random_));
    return catch_up(log, progress);
}

Outcome BallotJudge::go_on(board::LogReader& log) {
    return catch_up(log, {});
}

// An entry that is not valid, written by some other program, counts for nobody; but its alphas are
// used up.
Outcome BallotJudge::catch_up(board::LogReader& log, const ShowProgress& progress) {
    std::uint64_t next = memory_.log().size;
    while (next < log.size()) {
        std::vector<board::EntryBundle> bundles;
        std::vector<ByteView> entries;
        for (std::uint64_t i = next / board::tile_width;
             i < log.bundles() && bundles.size() < bundles_at_once; ++i) {
            EVOTE_TRY(board::EntryBundle bundle, log.verified_bundle(i));
            bundles.push_back(std::move(bundle));
        }
        for (const auto& bundle : bundles)
            for (unsigned j = 0; j < bundle.size(); ++j)
                if (bundle.first() + j >= next)
                    entries.push_back(bundle[j]);
        for (auto& facts : checker_.check(entries, memory_)) {
            if (in_order(facts) != ballot::Verdict::valid)
                facts.voter = BoxBallot::nobody;
            expect(std::move(facts));
        }
        next += entries.size();
        EVOTE_TRY(const Digest32 root, log.root_at(next));
        taken({next, root});
        if (progress)
            progress(next, log.size());
    }
    return {};
}

ballot::Verdict BallotJudge::in_order(const EntryFacts& facts) const {
    if (facts.verdict != ballot::Verdict::valid)
        return facts.verdict;
    const auto expected = expected_of_voter_.find(facts.voter);
    const auto before = memory_.valid_entries(facts.voter) +
                        (expected == expected_of_voter_.end() ? 0 : expected->second);
    return protocol::verdict_in_order(record_.manifest().revote(), facts.counter, before);
}

bool BallotJudge::repeats_alpha(const EntryFacts& facts) const {
    std::unordered_set<std::uint64_t> own;
    return std::ranges::any_of(facts.alphas, [&](std::uint64_t key) {
        return memory_.has_alpha(key) || expected_alphas_.contains(key) || !own.insert(key).second;
    });
}

void BallotJudge::expect(EntryFacts&& facts) {
    if (facts.voter != BoxBallot::nobody)
        ++expected_of_voter_[facts.voter];
    expected_alphas_.insert(facts.alphas.begin(), facts.alphas.end());
    expected_.push_back({facts.voter, std::move(facts.alphas)});
}

Refusal BallotJudge::refusal(const EntryFacts& facts, ballot::Verdict verdict) const {
    const bool misplaced = facts.verdict == ballot::Verdict::valid;
    const bool behind_another =
        verdict == ballot::Verdict::stale && expected_of_voter_.contains(facts.voter);
    return {ballot::verdict_text(verdict),
            behind_another
                ? msg("stale: another ballot of this voter came before it in the same batch. If "
                      "this one is to count, the voter makes it again, now that the other one is "
                      "on the board")
                : record::explain(verdict),
            misplaced && repeats_alpha(facts)};
}

std::vector<std::optional<Refusal>> BallotJudge::judge(std::span<const ByteView> ballots) {
    std::vector<std::optional<Refusal>> out;
    for (auto& facts : checker_.check(ballots, memory_)) {
        const ballot::Verdict verdict = in_order(facts);
        if (verdict != ballot::Verdict::valid)
            out.emplace_back(refusal(facts, verdict));
        else if (repeats_alpha(facts))
            out.emplace_back(Refusal{ballot::verdict_text(ballot::Verdict::repeated_alpha),
                                     record::explain(ballot::Verdict::repeated_alpha), false});
        else {
            expect(std::move(facts));
            out.emplace_back();
        }
    }
    return out;
}

void BallotJudge::taken(const board::TreeHead& log) {
    memory_.add(expected_, log);
    if (index_.can_be_continued())
        std::ranges::move(expected_, std::back_inserter(unsaved_));
    saved_ = false;
    drop();
}

void BallotJudge::drop() {
    expected_.clear();
    expected_of_voter_.clear();
    expected_alphas_.clear();
}

std::vector<Turnout> BallotJudge::turnout() const {
    std::vector<Turnout> out(record_.manifest().districts().size());
    const auto& voters = record_.roll.entries();
    for (std::size_t i = 0; i < voters.size(); ++i) {
        Turnout& district = out[voters[i].district];
        ++district.voters;
        if (memory_.valid_entries(i) > 0)
            ++district.voted;
    }
    return out;
}

Outcome BallotJudge::save() {
    if (saved_)
        return {};
    EVOTE_TRY_VOID(index_.save(memory_, unsaved_));
    unsaved_.clear();
    saved_ = true;
    return {};
}

} // namespace evote::box

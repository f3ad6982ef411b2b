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
      memory_(record.roll.entries().size(), random),
      roll_(record.roll) {}

Outcome BallotJudge::load(board::LogReader& log, const ShowProgress& progress) {
    EVOTE_TRY(memory_, index_.load(log, record_.roll.entries().size(), random_));
    for (const auto& change : memory_.changes())
        roll_.apply(*change);
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
            if (in_order(facts) != ballot::Verdict::valid) {
                facts.voter = BoxBallot::nobody;
                facts.change.reset();
            }
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

// Finds the voter of a ballot whose credential the sealed roll does not have.
ballot::Verdict BallotJudge::on_the_roll(EntryFacts& facts) const {
    if (!facts.unplaced)
        return facts.verdict == ballot::Verdict::valid ? roll().of_voter(facts.voter).verdict()
                                                       : facts.verdict;
    const ballot::Verdict verdict = facts.unplaced->verdict(roll());
    if (verdict == ballot::Verdict::valid) {
        facts.voter = roll().of(facts.unplaced->header().credential).voter;
        facts.verdict = verdict;
    }
    return verdict;
}

ballot::Verdict BallotJudge::in_order(EntryFacts& facts) const {
    if (facts.change)
        return roll().judge(*facts.change, memory_.log().size + expected_.size());
    if (const ballot::Verdict verdict = on_the_roll(facts); verdict != ballot::Verdict::valid)
        return verdict;
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
    if (facts.change) {
        if (!expected_roll_)
            expected_roll_ = roll_;
        expected_roll_->apply(*facts.change);
    }
    expected_alphas_.insert(facts.alphas.begin(), facts.alphas.end());
    expected_.push_back({facts.voter, std::move(facts.alphas), std::move(facts.change)});
}

Refusal BallotJudge::refusal(const EntryFacts& facts, ballot::Verdict verdict,
                             ByteView entry) const {
    const bool is_change = record_.manifest().registrars() > 0 &&
                           ballot::is_kind(entry, ballot::EntryKind::roll_change);
    const bool misplaced = facts.verdict == ballot::Verdict::valid;
    const bool behind_another =
        verdict == ballot::Verdict::stale && expected_of_voter_.contains(facts.voter);
    return {ballot::verdict_text(verdict),
            behind_another
                ? msg("stale: another ballot of this voter came before it in the same batch. If "
                      "this one is to count, the voter makes it again, now that the other one is "
                      "on the board")
                : record::explain(verdict, is_change ? ballot::EntryKind::roll_change
                                                     : ballot::EntryKind::ballot),
            misplaced && (facts.change != nullptr || repeats_alpha(facts))};
}

std::vector<std::optional<Refusal>> BallotJudge::judge(std::span<const ByteView> ballots) {
    std::vector<std::optional<Refusal>> out;
    for (auto& facts : checker_.check(ballots, memory_)) {
        const ballot::Verdict verdict = in_order(facts);
        if (verdict != ballot::Verdict::valid)
            out.emplace_back(refusal(facts, verdict, ballots[out.size()]));
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
    if (expected_roll_)
        roll_ = *std::move(expected_roll_);
    drop();
}

void BallotJudge::drop() {
    expected_.clear();
    expected_of_voter_.clear();
    expected_alphas_.clear();
    expected_roll_.reset();
}

VoterStanding BallotJudge::standing(const ByteArray<32>& credential) const {
    const auto found = roll_.of(credential);
    if (found.kind == protocol::CredentialStanding::Kind::unknown)
        return {found.verdict(), VoterStanding::nobody, 0};
    return {found.verdict(), found.voter, memory_.valid_entries(found.voter)};
}

std::vector<Turnout> BallotJudge::turnout() const {
    std::vector<Turnout> out(record_.manifest().districts().size());
    const auto& voters = record_.roll.entries();
    for (std::size_t i = 0; i < voters.size(); ++i) {
        Turnout& district = out[voters[i].district];
        ++district.voters;
        if (memory_.valid_entries(i) > 0 && !roll_.is_revoked(i))
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

// SPDX-License-Identifier: Apache-2.0
#include "evote/box/ballot_box.h"

#include "evote/base/check.h"
#include "evote/protocol/ballot_parts.h"
#include "evote/protocol/log_rules.h"
#include "evote/record/verdict_text.h"

#include <algorithm>
#include <thread>

namespace evote::box {

namespace {

// Fewer are not worth a thread of their own.
constexpr std::size_t least_per_thread = 64;
// Bundles that are verified at once while the log is read.
constexpr std::uint64_t bundles_at_once = 16;

} // namespace

Result<BallotBox> BallotBox::open(const record::OpenRecord& record, BoxIndex index,
                                  board::LogReader& log, unsigned threads, crypto::Random& random,
                                  const ShowProgress& progress) {
    EVOTE_CHECK(threads > 0);
    EVOTE_TRY(BoxMemory memory, index.load(log, record.roll.entries().size(), random));
    BallotBox box(record, std::move(index), std::move(memory), threads, random);
    EVOTE_TRY_VOID(box.catch_up(log, progress));
    return box;
}

// An entry that others wrote into the log and that is not valid counts for nobody, but its alphas
// were seen.
Outcome BallotBox::catch_up(const board::LogReader& log, const ShowProgress& progress) {
    std::uint64_t next = memory_.log().size;
    while (next < log.size()) {
        std::vector<board::EntryBundle> bundles;
        std::vector<ByteView> entries;
        for (std::uint64_t i = next / board::tile_width;
             i < log.bundles() && bundles.size() < bundles_at_once; ++i) {
            EVOTE_TRY(board::EntryBundle bundle, log.bundle(i));
            bundles.push_back(std::move(bundle));
        }
        for (const auto& bundle : bundles)
            for (unsigned j = 0; j < bundle.size(); ++j)
                if (bundle.first() + j >= next)
                    entries.push_back(bundle[j]);
        for (auto& facts : check(entries)) {
            if (in_order(facts) != protocol::Verdict::valid)
                facts.voter = BoxBallot::nobody;
            expect(std::move(facts));
        }
        next += entries.size();
        taken(next == log.size() ? log.checkpoint().tree() : board::TreeHead{next, {}});
        progress(next, log.size());
    }
    return {};
}

void BallotBox::check_some(std::span<const ByteView> entries, std::span<Facts> facts) const {
    protocol::BallotVerifier verifier(record_.election, record_.roll, random_);
    const auto checked = verifier.verify(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        facts[i].verdict = checked[i].verdict;
        if (!checked[i].ballot)
            continue;
        facts[i].voter = static_cast<std::uint32_t>(checked[i].ballot->voter());
        facts[i].counter = checked[i].ballot->counter();
        for (const auto alpha : protocol::alphas_of(record_.manifest(), entries[i]))
            facts[i].alphas.push_back(memory_.alpha_key(alpha));
    }
}

std::vector<BallotBox::Facts> BallotBox::check(std::span<const ByteView> entries) const {
    std::vector<Facts> facts(entries.size());
    const std::size_t parts =
        std::clamp<std::size_t>(entries.size() / least_per_thread, 1, threads_);
    const std::size_t part = (entries.size() + parts - 1) / parts;
    std::vector<std::thread> threads;
    for (std::size_t at = part; at < entries.size(); at += part) {
        const std::size_t size = std::min(part, entries.size() - at);
        threads.emplace_back([this, &facts, entries, at, size] {
            check_some(entries.subspan(at, size), std::span(facts).subspan(at, size));
        });
    }
    const std::size_t first = std::min(part, entries.size());
    check_some(entries.first(first), std::span(facts).first(first));
    for (auto& thread : threads)
        thread.join();
    return facts;
}

protocol::Verdict BallotBox::in_order(const Facts& facts) const {
    if (facts.verdict != protocol::Verdict::valid)
        return facts.verdict;
    const auto expected = expected_of_voter_.find(facts.voter);
    const auto before = memory_.valid_entries(facts.voter) +
                        (expected == expected_of_voter_.end() ? 0 : expected->second);
    return protocol::verdict_in_order(record_.manifest().revote(), facts.counter, before);
}

bool BallotBox::repeats_alpha(const Facts& facts) const {
    std::unordered_set<std::uint64_t> own;
    return std::ranges::any_of(facts.alphas, [&](std::uint64_t key) {
        return memory_.has_alpha(key) || expected_alphas_.contains(key) || !own.insert(key).second;
    });
}

void BallotBox::expect(Facts&& facts) {
    if (facts.voter != BoxBallot::nobody)
        ++expected_of_voter_[facts.voter];
    expected_alphas_.insert(facts.alphas.begin(), facts.alphas.end());
    expected_.push_back({facts.voter, std::move(facts.alphas)});
}

Refusal BallotBox::refusal(const Facts& facts, protocol::Verdict verdict) const {
    const bool misplaced = facts.verdict == protocol::Verdict::valid;
    return {protocol::verdict_text(verdict), record::explain(verdict),
            misplaced && repeats_alpha(facts)};
}

std::vector<std::optional<Refusal>> BallotBox::judge(std::span<const ByteView> ballots) {
    std::vector<std::optional<Refusal>> out;
    for (auto& facts : check(ballots)) {
        const protocol::Verdict verdict = in_order(facts);
        if (verdict != protocol::Verdict::valid)
            out.emplace_back(refusal(facts, verdict));
        else if (repeats_alpha(facts))
            out.emplace_back(Refusal{"repeated alpha",
                                     msg("repeated alpha: its randomness was used before"), false});
        else {
            expect(std::move(facts));
            out.emplace_back();
        }
    }
    return out;
}

void BallotBox::taken(const board::TreeHead& log) {
    memory_.add(expected_, log);
    std::ranges::move(expected_, std::back_inserter(unsaved_));
    expected_.clear();
    expected_of_voter_.clear();
    expected_alphas_.clear();
}

Outcome BallotBox::save() {
    if (unsaved_.empty())
        return {};
    EVOTE_TRY_VOID(index_.save(memory_, unsaved_));
    unsaved_.clear();
    return {};
}

} // namespace evote::box

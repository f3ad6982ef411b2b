// SPDX-License-Identifier: Apache-2.0
#include "record/log_worker.h"

#include "ballot/parts.h"
#include "evote/check.h"
#include "record/alpha_comparison.h"

#include <algorithm>

namespace evote::record {

namespace {

// A chunk is large enough for the verifier to be at its best, and small enough for the caches and
// for all threads to end at about the same time: 1,024 ballots, or 8 MB.
constexpr std::size_t most_bundles = 4;
constexpr std::uint64_t chunk_bytes = std::uint64_t{1} << 23;
constexpr std::size_t displaced_batch = 1024;

std::size_t bundles_in_chunk(const protocol::Election& election) {
    std::uint64_t largest = 1;
    for (std::size_t i = 0; i < election.manifest().districts().size(); ++i)
        largest = std::max<std::uint64_t>(largest, election.layout(i).size());
    return std::clamp<std::uint64_t>(chunk_bytes / (largest * board::tile_width), 1, most_bundles);
}

} // namespace

LogShared::LogShared(const protocol::Election& the_election, const protocol::Roll& the_roll,
                     const board::LogReader& the_log, const LogWork& work,
                     crypto::Random& the_random)
    : election(the_election),
      roll(the_roll),
      log(the_log),
      random(the_random),
      readings(the_log),
      alphas(the_random, work.temporary_folder),
      judge_(the_election, the_roll, the_log),
      work_(work),
      bundles_in_chunk_(bundles_in_chunk(the_election)) {}

std::span<const std::uint64_t> LogShared::next_chunk(std::size_t& number) {
    const std::lock_guard lock(mutex_);
    const auto left = std::span(judge_.audit().bundles()).subspan(bundles_given_);
    if (left.empty() || !outcome_ || given_up_)
        return {};
    const auto chunk = left.first(std::min(bundles_in_chunk_, left.size()));
    bundles_given_ += chunk.size();
    number = chunks_given_++;
    return chunk;
}

std::vector<protocol::DisplacedBallot>
LogShared::judge_in_order(std::size_t number, Chunk& chunk,
                          std::span<const protocol::CheckedEntry> checked) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return chunks_judged_ == number || given_up_; });
    if (given_up_)
        return {};
    judge_.judge(chunk, checked);
    if (work_.progress)
        work_.progress(judge_.judged(), log.size());
    if (outcome_ && work_.stop && work_.stop())
        outcome_ = fail(ErrorCode::stopped, msg("it was stopped before its end"));
    ++chunks_judged_;
    turn_.notify_all();
    return judge_.take_many();
}

Outcome LogShared::add_alphas(std::span<const AlphaRecord> records) {
    const std::lock_guard lock(alpha_mutex_);
    return alphas.add(records);
}

void LogShared::begin_displaced() {
    displaced_ = judge_.take_displaced();
    std::ranges::sort(displaced_, {}, &protocol::DisplacedBallot::entry);
}

std::span<protocol::DisplacedBallot> LogShared::next_displaced() {
    const std::lock_guard lock(mutex_);
    const std::size_t begin = displaced_given_;
    if (begin >= displaced_.size() || !outcome_)
        return {};
    displaced_given_ = std::min(begin + displaced_batch, displaced_.size());
    return std::span(displaced_).subspan(begin, displaced_given_ - begin);
}

void LogShared::give_up() {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
    turn_.notify_all();
}

void LogShared::note(const Outcome& outcome) {
    const std::lock_guard lock(mutex_);
    if (outcome_ && !outcome)
        outcome_ = outcome;
}

LogWorker::LogWorker(LogShared& shared)
    : shared_(shared),
      verifier_(shared.election, shared.roll, shared.random),
      sum_(shared.election, shared.judge().rules()) {}

void LogWorker::verify_chunks() {
    try {
        verify_all_chunks();
    } catch (...) {
        shared_.give_up();
        throw;
    }
}

void LogWorker::verify_all_chunks() {
    std::size_t number = 0;
    for (;;) {
        const auto bundles = shared_.next_chunk(number);
        if (bundles.empty())
            return;
        read(bundles);
        const auto checked = is_verified() ? verifier_.read_verified(chunk_.entries)
                                           : verifier_.verify(chunk_.entries);
        auto displaced = shared_.judge_in_order(number, chunk_, checked);
        add_counted();
        shared_.note(index_alphas(checked));
        std::ranges::sort(displaced, {}, &protocol::DisplacedBallot::entry);
        shared_.note(remove(displaced));
    }
}

void LogWorker::read(std::span<const std::uint64_t> bundles) {
    chunk_.clear();
    for (const std::uint64_t index : bundles) {
        auto bundle = shared_.log.bundle(index);
        chunk_.checks.push_back(shared_.judge().audit().check(index, bundle));
        if (!bundle)
            continue;
        shared_.readings.note(index, chunk_.checks.back().leaves);
        chunk_.bundles.push_back(std::move(*bundle));
    }
    for (const auto& bundle : chunk_.bundles)
        for (unsigned i = 0; i < bundle.size(); ++i)
            chunk_.entries.push_back(bundle[i]);
}

bool LogWorker::is_verified() const {
    return std::ranges::all_of(chunk_.bundles, [&](const auto& bundle) {
        return shared_.covers(bundle.first(), bundle.size());
    });
}

void LogWorker::add_counted() {
    for (auto& ballot : chunk_.counted)
        if (ballot)
            sum_.add(std::move(*ballot));
    chunk_.counted.clear(); // they would keep the verifier's memory
}

Outcome LogWorker::index_alphas(std::span<const protocol::CheckedEntry> checked) {
    records_.clear();
    for (std::size_t i = 0; i < chunk_.judged; ++i)
        if (checked[i].proofs_hold())
            for (const ByteView alpha :
                 ballot::alphas_of(shared_.election.parameters().layouts(), chunk_.entries[i]))
                records_.push_back(shared_.alphas.record(alpha, chunk_.first + i));
    return shared_.add_alphas(records_);
}

void LogWorker::remove_displaced() {
    for (;;) {
        const auto part = shared_.next_displaced();
        if (part.empty())
            return;
        shared_.note(remove_batch(part));
    }
}

Outcome LogWorker::remove(std::span<protocol::DisplacedBallot> sorted) {
    for (; !sorted.empty(); sorted = sorted.subspan(std::min(displaced_batch, sorted.size())))
        EVOTE_TRY_VOID(remove_batch(sorted.first(std::min(displaced_batch, sorted.size()))));
    return {};
}

Outcome LogWorker::remove_batch(std::span<protocol::DisplacedBallot> sorted) {
    again_.clear();
    std::vector<std::size_t> ends;
    std::optional<board::EntryBundle> bundle;
    for (const auto& displaced : sorted) {
        const std::uint64_t entry = displaced.entry();
        if (!bundle || entry - bundle->first() >= board::tile_width) {
            EVOTE_TRY(bundle, shared_.readings.read_again(entry / board::tile_width));
        }
        append(again_, (*bundle)[static_cast<unsigned>(entry - bundle->first())]);
        ends.push_back(again_.size());
    }
    views_.clear();
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        views_.push_back(ByteView(again_).subspan(begin, end - begin));
        begin = end;
    }
    const bool verified = std::ranges::all_of(
        sorted, [&](const auto& one) { return shared_.covers(one.entry(), 1); });
    const auto checked = verified ? verifier_.read_verified(views_) : verifier_.verify(views_);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        // The bytes are those of before.
        const auto again = sorted[i].again(checked[i], shared_.roll);
        sum_.remove(std::move(sorted[i]), again);
    }
    return {};
}

} // namespace evote::record

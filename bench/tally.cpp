// SPDX-License-Identifier: Apache-2.0
// Tallies of one contest, "one of n options": added up, displaced, merged, written and read.
#include "protocol/tally.h"

#include "bench_election.h"
#include "protocol/log_rules.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>

namespace evote {
namespace {

constexpr std::size_t count = 256;

// Verified ballots of an election.
class VerifiedBallots {
  public:
    explicit VerifiedBallots(std::int64_t options)
        : bench_(election_with(static_cast<std::size_t>(options))),
          ballots_(made(bench_)),
          views_(ballots_.begin(), ballots_.end()),
          verifier_(bench_.election(), bench_.roll(), system_random()),
          checked_(verifier_.verify(views_)) {}

    const Election& election() const { return bench_.election(); }

    std::span<const CheckedEntry> entries() const { return checked_; }

    // What the rules let through; each walk gives all ballots once.
    std::vector<CountedBallot> walk(LogRules& rules) const {
        std::vector<CountedBallot> out;
        for (std::size_t i = 0; i < views_.size(); ++i)
            out.push_back(std::move(*rules.next(views_[i], checked_[i]).counted));
        return out;
    }

    LogRules rules() const { return {election(), bench_.roll()}; }

  private:
    static std::vector<Bytes> made(const BenchElection& bench) {
        Maker maker(bench.election().parameters(), system_random());
        return bench.make(maker, 0, count);
    }

    const BenchElection& bench_;
    std::vector<Bytes> ballots_;
    std::vector<ByteView> views_;
    EntryVerifier verifier_;
    std::vector<CheckedEntry> checked_;
};

void count_ballots(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * std::int64_t{count});
}

void add_up(benchmark::State& state) {
    const VerifiedBallots ballots(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        LogRules rules = ballots.rules();
        auto counted = ballots.walk(rules);
        TallySum sum(ballots.election(), rules);
        state.ResumeTiming();
        for (auto& ballot : counted)
            sum.add(std::move(ballot));
    }
    count_ballots(state);
}

TallySum sum_of(const VerifiedBallots& ballots) {
    LogRules rules = ballots.rules();
    TallySum sum(ballots.election(), rules);
    for (auto& ballot : ballots.walk(rules))
        sum.add(std::move(ballot));
    return sum;
}

void merge_sums(benchmark::State& state) {
    const VerifiedBallots ballots(state.range(0));
    const LogRules rules = ballots.rules();
    TallySum sum(ballots.election(), rules);
    for (auto _ : state) {
        state.PauseTiming();
        TallySum part(ballots.election(), rules);
        state.ResumeTiming();
        sum.merge(std::move(part));
    }
}

void write_tally(benchmark::State& state) {
    const VerifiedBallots ballots(state.range(0));
    const auto tally = sum_of(ballots).finish(count + 1, Digest32{});
    for (auto _ : state)
        benchmark::DoNotOptimize(tally.write(ballots.election().manifest()));
}

void read_tally(benchmark::State& state) {
    const VerifiedBallots ballots(state.range(0));
    const auto& manifest = ballots.election().manifest();
    const auto file = sum_of(ballots).finish(count + 1, Digest32{}).write(manifest);
    for (auto _ : state)
        if (!EncryptedTally::parse(file, manifest))
            state.SkipWithError("a good tally was refused");
}

BENCHMARK(add_up)->Arg(2)->Arg(16)->Arg(64)->Unit(benchmark::kMicrosecond);
BENCHMARK(merge_sums)->Arg(16)->Unit(benchmark::kMicrosecond);
BENCHMARK(write_tally)->Arg(16)->Unit(benchmark::kMicrosecond);
BENCHMARK(read_tally)->Arg(16)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace evote

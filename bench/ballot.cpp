// SPDX-License-Identifier: Apache-2.0
// Ballots of one contest, "one of n options": made and verified.
#include "bench_election.h"
#include "crypto/sha2.h"
#include "group/batch.h"
#include "protocol/entry_verifier.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>

namespace evote {
namespace {

// Arguments: options, ballots in a batch.
void make_ballots(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    const auto count = static_cast<std::size_t>(state.range(1));
    Maker maker(bench.election().parameters(), system_random());
    for (auto _ : state)
        benchmark::DoNotOptimize(bench.make(maker, 0, count));
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

void verify_ballots(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    Maker maker(bench.election().parameters(), system_random());
    const auto ballots = bench.make(maker, 0, static_cast<std::size_t>(state.range(1)));
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    EntryVerifier verifier(bench.election(), bench.roll(), system_random());
    for (auto _ : state) {
        const auto checked = verifier.verify(views);
        if (std::ranges::any_of(checked, [](const auto& c) { return !c.ballot; }))
            state.SkipWithError("a good ballot was refused");
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

// The parts of verifying, on the data of whole batches: what is left of verify_ballots is reading
// scalars, their arithmetic, weights and the roll.
void verify_part_hash(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    const Layout& layout = bench.election().layout(0);
    const auto count = static_cast<std::size_t>(state.range(1));
    const Bytes statement(layout.begin_of(Part::second), 1);
    const Bytes transcript(sizeof(Digest64) + 2 * item_size, 2);
    const std::vector<ByteView> statements(count, statement);
    const std::vector<ByteView> transcripts(count, transcript);
    std::vector<Digest64> hashes(count);
    for (auto _ : state) {
        tagged_hash_batch("ballot/statement", statements, hashes);
        tagged_hash_batch("ballot/challenge", transcripts, hashes);
        benchmark::DoNotOptimize(hashes.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

// As many points as a batch has with full scalars, and as many with weights.
struct BatchPoints {
    BatchPoints(const BenchElection& bench, std::size_t ballots)
        : elements(ballots * (bench.election().layout(0).shape().elements() + 2)),
          encodings(elements.size() * item_size) {
        std::vector<Ristretto255::Scalar> scalars;
        for (std::size_t i = 0; i < elements.size(); ++i)
            scalars.push_back(random_scalar<Ristretto255>(system_random()));
        FixedBase<Ristretto255>(Ristretto255::generator()).mul_batch(scalars, elements);
        encode_batch<Ristretto255>(elements, encodings);
    }

    std::vector<Ristretto255::Element> elements;
    Bytes encodings;
};

void verify_part_decode(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    BatchPoints points(bench, static_cast<std::size_t>(state.range(1)));
    Bytes valid(points.elements.size());
    for (auto _ : state)
        for (int list = 0; list < 2; ++list)
            benchmark::DoNotOptimize(
                decode_batch_vartime<Ristretto255>(points.encodings, points.elements, valid));
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

void verify_part_msm(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    BatchPoints points(bench, static_cast<std::size_t>(state.range(1)));
    Bytes valid(points.elements.size());
    decode_batch_vartime<Ristretto255>(points.encodings, points.elements, valid);
    std::vector<Ristretto255::Scalar> scalars;
    std::vector<Weight> weights(points.elements.size());
    system_random().fill(
        {reinterpret_cast<std::uint8_t*>(weights.data()), weights.size() * sizeof(Weight)});
    for (std::size_t i = 0; i < points.elements.size(); ++i)
        scalars.push_back(random_scalar<Ristretto255>(system_random()));
    const std::span<const Ristretto255::Element> elements(points.elements);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            msm_vartime<Ristretto255>(std::span<const Ristretto255::Scalar>(scalars), elements));
        benchmark::DoNotOptimize(
            msm_vartime<Ristretto255>(std::span<const Weight>(weights), elements));
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

// The same with one bad ballot among them, which must be found.
void verify_with_one_bad(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    Maker maker(bench.election().parameters(), system_random());
    auto ballots = bench.make(maker, 0, static_cast<std::size_t>(state.range(1)));
    ballots[ballots.size() / 3][bench.election().layout(0).begin_of(Part::response)] ^= 1;
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    EntryVerifier verifier(bench.election(), bench.roll(), system_random());
    for (auto _ : state) {
        const auto checked = verifier.verify(views);
        if (std::ranges::count_if(checked, [](const auto& c) { return !c.ballot; }) != 1)
            state.SkipWithError("not just the bad ballot was refused");
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

BENCHMARK(make_ballots)->ArgsProduct({{16}, {1, 64, 512}})->Unit(benchmark::kMicrosecond);
BENCHMARK(make_ballots)->ArgsProduct({{2, 8, 32, 64}, {512}})->Unit(benchmark::kMicrosecond);
BENCHMARK(verify_ballots)
    ->ArgsProduct({{16}, {1, 16, 256, 1024, 4096}})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(verify_ballots)->ArgsProduct({{2, 8, 32, 64}, {1024}})->Unit(benchmark::kMicrosecond);
BENCHMARK(verify_part_hash)->Args({16, 1024})->Unit(benchmark::kMicrosecond);
BENCHMARK(verify_part_decode)->Args({16, 1024})->Unit(benchmark::kMicrosecond);
BENCHMARK(verify_part_msm)->Args({16, 1024})->Unit(benchmark::kMicrosecond);
BENCHMARK(verify_with_one_bad)->Args({16, 1024})->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace evote

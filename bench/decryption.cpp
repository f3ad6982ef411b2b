// SPDX-License-Identifier: Apache-2.0
// A tally of one contest decrypted: a trustee's share with its proof, its check, and the
// combination of the shares, whose logarithms are bounded by the weight of all ballots.
#include "protocol/decryption.h"

#include "bench_election.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>

namespace evote {
namespace {

using G = Ristretto255;

// A tally in which all the weight went to option 0: the longest search for the logarithm.
TallyFile tally_of(const Election& election, std::uint64_t weight) {
    EncryptedTally tally = {election.fingerprint(), 0, {}, 0, weight, {}};
    for (const auto& contest : election.manifest().contests())
        tally.contests.emplace_back(contest.options.size());
    const auto r = random_scalar<G>(system_random());
    auto& cipher = tally.contests.front();
    cipher.alpha = G::mul_generator(r);
    for (std::size_t i = 0; i < cipher.betas.size(); ++i)
        cipher.betas[i] = r * election.keys().keys()[i];
    cipher.betas.front() = cipher.betas.front() + G::mul_generator(G::Scalar::from_u64(weight));
    return TallyFile::of(election, std::move(tally));
}

// Arguments: options, weight.
struct Case {
    explicit Case(const benchmark::State& state)
        : bench(election_with(static_cast<std::size_t>(state.range(0)))),
          tally(tally_of(bench.election(), static_cast<std::uint64_t>(state.range(1)))),
          secrets(bench.trustee()) {}

    DecryptionShare share() const {
        return decrypt(bench.election(), tally, 1, secrets.expose(), system_random());
    }

    const BenchElection& bench;
    TallyFile tally;
    SecretVector<G::Scalar> secrets;
};

void decrypt_share(benchmark::State& state) {
    const Case given(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(given.share());
}

void check_share(benchmark::State& state) {
    const Case given(state);
    const auto share = given.share();
    for (auto _ : state)
        if (!wrong_contests(given.bench.election(), given.tally, share).empty())
            state.SkipWithError("a good share was refused");
}

void combine_shares(benchmark::State& state) {
    const Case given(state);
    auto checked = check_share(given.bench.election(), given.tally, given.share());
    if (!checked)
        return state.SkipWithError("a good share was refused");
    const std::vector<CheckedShare> shares{std::move(*checked)};
    for (auto _ : state) {
        const auto result = combine(given.bench.election(), given.tally, shares);
        if (!result || result->totals[0][0] != given.tally.tally().weight)
            state.SkipWithError("the result is wrong");
    }
}

BENCHMARK(decrypt_share)->ArgsProduct({{2, 16, 64}, {1000}})->Unit(benchmark::kMicrosecond);
BENCHMARK(check_share)->ArgsProduct({{2, 16, 64}, {1000}})->Unit(benchmark::kMicrosecond);
BENCHMARK(combine_shares)
    ->ArgsProduct({{16}, {1000, 1'000'000, std::int64_t{1} << 32, std::int64_t{1} << 40}})
    ->Unit(benchmark::kMillisecond);

} // namespace
} // namespace evote

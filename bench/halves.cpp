// SPDX-License-Identifier: Apache-2.0
// Halves of two registrars: made and proved, read, and put together to a roll with their proofs
// checked. Times of one core.
#include "bench_election.h"
#include "protocol/half_maker.h"
#include "protocol/joint_roll.h"
#include "support/must.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>

namespace evote {
namespace {

Manifest manifest_of_two() {
    std::string manifest = bench_manifest(2);
    return parsed_manifest(manifest.insert(manifest.find("\"districts\""), "\"registrars\":2,"));
}

// One registrar's codes, derived from a number.
HalfMaker::Codes codes_of(std::uint8_t registrar) {
    return [registrar](std::size_t index, CodeBytes& out) {
        Bytes number;
        append_u64(number, index);
        out.expose().fill(registrar);
        std::ranges::copy(number, out.expose().begin());
    };
}

struct Registrars {
    explicit Registrars(std::int64_t voters) : manifest(manifest_of_two()) {
        for (std::uint8_t registrar = 1; registrar <= 2; ++registrar) {
            const HalfMaker maker(manifest.hash(), registrar);
            const auto codes = codes_of(registrar);
            Bytes halves(static_cast<std::size_t>(voters) * Halves::half_size);
            maker.make(codes, 0, halves);
            proofs.push_back(
                maker.prove(codes, halves, maker.nonce(codes, halves, system_random())));
            files.emplace_back();
            append_halves_header(files.back());
            for (std::size_t i = 0; i < static_cast<std::size_t>(voters); ++i)
                append_halves_row(
                    files.back(), i + 1, {},
                    ByteView(halves).subspan(i * Halves::half_size, Halves::half_size), manifest);
        }
    }

    std::vector<ProvedHalves> read() const {
        std::vector<ProvedHalves> out;
        for (std::size_t i = 0; i < files.size(); ++i) {
            HalvesReader reader(manifest, static_cast<std::uint8_t>(i + 1), "");
            must(reader.add(files[i]));
            out.push_back({must(std::move(reader).finish()), proofs[i], ""});
        }
        return out;
    }

    Manifest manifest;
    std::vector<Bytes> files;
    std::vector<PossessionProof> proofs;
};

void make_halves(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(Registrars(state.range(0)));
    state.SetItemsProcessed(state.iterations() * state.range(0) * 2);
}

void read_halves(benchmark::State& state) {
    const Registrars registrars(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(registrars.read());
    state.SetItemsProcessed(state.iterations() * state.range(0) * 2);
}

void join_halves(benchmark::State& state) {
    const Registrars registrars(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        auto files = registrars.read();
        state.ResumeTiming();
        auto maker = must(JointRollMaker::begin(registrars.manifest, std::move(files)));
        for (std::size_t chunk = 0; chunk < maker.chunks(); ++chunk)
            maker.take_chunk(chunk);
        if (!std::move(maker).finish())
            state.SkipWithError("good halves were refused");
    }
    state.SetItemsProcessed(state.iterations() * state.range(0) * 2);
}

BENCHMARK(make_halves)->Arg(1 << 16)->Unit(benchmark::kMillisecond);
BENCHMARK(read_halves)->Arg(1 << 16)->Unit(benchmark::kMillisecond);
BENCHMARK(join_halves)->Arg(1 << 16)->Arg(1 << 20)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Whole elections, files included, by one thread: made, aggregated and verified. Argument: voters.
// What an election costs besides its ballots (ceremony, seals, decryption) is in all of these.
#include "app/simulate.h"
#include "base/text.h"
#include "bench_election.h"
#include "os/file.h"
#include "record/audit.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <benchmark/benchmark.h>

#include <sstream>

namespace evote {
namespace {

namespace fs = std::filesystem;

// An election of 16 options in the folder, with its result.
void simulate_in(const fs::path& folder, std::int64_t voters) {
    const fs::path manifest = folder / "manifest.json";
    must(write_file(manifest, bytes_of(bench_manifest(16)), Existing::replace));
    SimulateOptions options;
    options.folder = folder / "record";
    options.manifest = manifest;
    options.voters = static_cast<std::uint64_t>(voters);
    options.seed = "bench";
    std::ostringstream out;
    std::ostringstream talk;
    Console console(out, talk, person_at_terminal());
    console.set_threads(1);
    if (simulate(options, console) != Status::done)
        throw std::runtime_error(talk.str());
}

void count_voters(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void make_election(benchmark::State& state) {
    for (auto _ : state) {
        const TemporaryFolder folder;
        simulate_in(folder.path(), state.range(0));
    }
    count_voters(state);
}

void aggregate_election(benchmark::State& state) {
    const TemporaryFolder folder;
    simulate_in(folder.path(), state.range(0));
    const auto record = must(OpenRecord::open(RecordFolder(folder.path() / "record")));
    for (auto _ : state) {
        const auto log = must(record.open_log());
        if (!must(verify_log(record.election, record.roll, log, {}, system_random())).is_good())
            state.SkipWithError("a good log was refused");
    }
    count_voters(state);
}

void verify_election(benchmark::State& state) {
    const TemporaryFolder folder;
    simulate_in(folder.path(), state.range(0));
    const RecordFolder record(folder.path() / "record");
    AuditOptions options;
    options.fingerprint =
        must(StatedFingerprint::parse(hex_encode(must(read_election(record)).fingerprint)));
    for (auto _ : state)
        if (must(audit_record(record, options, system_random())).report.conclusion() !=
            Conclusion::valid)
            state.SkipWithError("a good record was refused");
    count_voters(state);
}

// Ballots are made, logged and counted in a separate thread: wall-clock time counts.
BENCHMARK(make_election)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(aggregate_election)->Arg(100)->Arg(5000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(verify_election)->Arg(100)->Arg(5000)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
} // namespace evote

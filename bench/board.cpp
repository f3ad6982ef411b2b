// SPDX-License-Identifier: Apache-2.0
// The board's log: reading with hashing, the whole audit, appending and receipts, on entries of 2
// KB.
#include "board/log_audit.h"
#include "board/log_writer.h"
#include "board/receipt.h"
#include "crypto/random.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <benchmark/benchmark.h>

using namespace evote;

namespace {

constexpr std::size_t entry_size = 2048;
constexpr std::uint64_t log_size = 1U << 16;

NoteSigner signer() {
    return NoteSigner("evote/bench", SigningKey(Secret<ByteArray<32>>()));
}

std::vector<Bytes> entries(std::size_t count) {
    SeededRandom random(bytes_of("bench"));
    std::vector<Bytes> out(count, Bytes(entry_size));
    Bytes block(64);
    for (auto& entry : out) {
        random.fill(block);
        std::copy(block.begin(), block.end(), entry.begin());
    }
    return out;
}

LogWriter new_log(const std::filesystem::path& folder) {
    if (!LogWriter::create(folder, signer()))
        std::abort();
    return LogWriter::open(folder, signer()).value();
}

// One log for all readers.
const std::filesystem::path& big_log() {
    static const TemporaryFolder temporary;
    static const std::filesystem::path folder = [] {
        auto path = temporary.path() / "board";
        auto writer = new_log(path);
        const auto made = entries(4096);
        const std::vector<ByteView> views(made.begin(), made.end());
        while (writer.size() < log_size)
            writer.append(views).value();
        return path;
    }();
    return folder;
}

LogReader big_reader() {
    return LogReader::open(big_log(), signer().verifier()).value();
}

void count_entries(benchmark::State& state, std::uint64_t count) {
    state.SetItemsProcessed(static_cast<std::int64_t>(count));
    state.SetBytesProcessed(static_cast<std::int64_t>(count * entry_size));
}

void read_bundles(benchmark::State& state) {
    const auto log = big_reader();
    std::uint64_t bundle = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(log.bundle(bundle));
        bundle = (bundle + 1) % log.bundles();
    }
    count_entries(state, static_cast<std::uint64_t>(state.iterations()) * tile_width);
}

void read_and_check_bundles(benchmark::State& state) {
    const auto log = big_reader();
    const LogAudit audit(log);
    std::uint64_t bundle = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(audit.check(bundle, log.bundle(bundle)));
        bundle = (bundle + 1) % log.bundles();
    }
    count_entries(state, static_cast<std::uint64_t>(state.iterations()) * tile_width);
}

void audit_whole_log(benchmark::State& state) {
    const auto log = big_reader();
    for (auto _ : state)
        if (!audit_log(log).faults.empty())
            state.SkipWithError("the log has faults");
    count_entries(state, static_cast<std::uint64_t>(state.iterations()) * log_size);
}

void append_batches(benchmark::State& state) {
    const TemporaryFolder temporary;
    auto writer = new_log(temporary.path() / "board");
    const auto made = entries(static_cast<std::size_t>(state.range(0)));
    const std::vector<ByteView> views(made.begin(), made.end());
    for (auto _ : state)
        writer.append(views).value();
    count_entries(state, writer.size());
}

void make_receipts(benchmark::State& state) {
    auto log = big_reader();
    std::uint64_t index = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(make_receipt(log, index, {}));
        index = (index + 1) % log.size();
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(read_bundles);
BENCHMARK(read_and_check_bundles);
BENCHMARK(audit_whole_log)->Unit(benchmark::kMillisecond);
BENCHMARK(append_batches)->Arg(1)->Arg(256)->Arg(4096)->Unit(benchmark::kMillisecond);
BENCHMARK(make_receipts);

} // namespace

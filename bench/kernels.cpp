// SPDX-License-Identifier: Apache-2.0
// The kernels of ristretto255, per element, for each backend that this processor has.
#include "group/backend/kernels.h"

#include "evote/base/cpu.h"
#include "evote/base/random.h"
#include "evote/group/ristretto255.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace evote;
using backend::Kernels;

namespace {

/// Points, their encodings and scalars of all kinds.
struct Batch {
    explicit Batch(std::size_t n)
        : scalars(32 * n), weights(n), encodings(32 * n), points(n), out(n), valid(n) {
        SeededRandom random(bytes_of("bench"));
        for (std::size_t i = 0; i < n; ++i) {
            const auto scalar = random_scalar<Ristretto255>(random).encode();
            std::copy(scalar.begin(), scalar.end(), scalars.begin() + static_cast<long>(32 * i));
            ByteArray<16> weight{};
            random.fill(weight);
            std::memcpy(&weights[i], weight.data(), weight.size());
            points[i] = Ristretto255::mul_generator(random_scalar<Ristretto255>(random)).point();
        }
        backend::portable_kernels.encode(points.data(), n, encodings.data());
        backend::portable_kernels.decode_vartime(encodings.data(), n, points.data(), valid.data());
    }

    std::vector<std::uint8_t> scalars;
    std::vector<Weight> weights;
    std::vector<std::uint8_t> encodings;
    std::vector<EdwardsPoint> points;
    std::vector<EdwardsPoint> out;
    std::vector<std::uint8_t> valid;
};

/// Time per element: the inverse of a rate shows it.
void count(benchmark::State& state, std::size_t n) {
    state.counters["per_element"] =
        benchmark::Counter(static_cast<double>(n), benchmark::Counter::kIsIterationInvariantRate |
                                                       benchmark::Counter::kInvert);
}

/// `run` gets a batch of `points` points and the number of elements, n.
template <class Run>
void add(const Kernels& kernels, const std::string& what, std::size_t n, std::size_t points,
         const Run& run) {
    const std::string name = std::string(kernels.name) + "/" + what + "/" + std::to_string(n);
    benchmark::RegisterBenchmark(name.c_str(), [n, points, run](benchmark::State& state) {
        Batch batch(points);
        for (auto _ : state)
            run(batch, n);
        count(state, n);
    })->Unit(benchmark::kMicrosecond);
}

template <class Run>
void add(const Kernels& kernels, const std::string& what, std::size_t n, const Run& run) {
    add(kernels, what, n, n, run);
}

void add_codec(const Kernels& k) {
    constexpr std::size_t n = 4096;
    add(k, "decode", n, [&k](Batch& b, std::size_t size) {
        k.decode_vartime(b.encodings.data(), size, b.out.data(), b.valid.data());
    });
    add(k, "encode", n,
        [&k](Batch& b, std::size_t size) { k.encode(b.points.data(), size, b.encodings.data()); });
    add(k, "encode_doubles", n, [&k](Batch& b, std::size_t size) {
        k.encode_doubles(b.points.data(), size, b.encodings.data());
    });
}

void add_fixed_base(const Kernels& k) {
    const std::size_t size = (k.fixed_base_table_size + 63) / 64 * 64;
    const std::shared_ptr<void> table(std::aligned_alloc(64, size), &std::free);
    k.fixed_base_table(&Ristretto255::generator().point(), table.get());
    for (const std::size_t n : {std::size_t{1}, std::size_t{8}, std::size_t{4096}})
        add(k, "fixed_base", n, [&k, table](Batch& b, std::size_t count_of_scalars) {
            k.fixed_base(table.get(), b.scalars.data(), count_of_scalars, b.out.data());
        });
    add(k, "fixed_base_table", 1, [&k, table](Batch&, std::size_t) {
        k.fixed_base_table(&Ristretto255::generator().point(), table.get());
    });
}

void add_sums(const Kernels& k) {
    for (const int size_of_batch : {18, 38, 64, 256, 1024, 4096, 16384, 65536}) {
        const auto n = static_cast<std::size_t>(size_of_batch);
        add(k, "msm", n, [&k](Batch& b, std::size_t size) {
            k.msm_vartime(b.scalars.data(), b.points.data(), size, b.out.data());
        });
        add(k, "msm_weights", n, [&k](Batch& b, std::size_t size) {
            k.msm_weights_vartime(b.weights.data(), b.points.data(), size, b.out.data());
        });
    }
}

/// What verifying `ballots` ballots of 16 options asks of the kernels: 38 points of each decoded,
/// 18 of them multiplied by scalars and 20 by weights.
void add_ballots(const Kernels& k, std::size_t ballots) {
    add(k, "ballots", ballots, 38 * ballots, [&k](Batch& b, std::size_t count_of_ballots) {
        const std::size_t with_scalars = 18 * count_of_ballots;
        k.decode_vartime(b.encodings.data(), b.points.size(), b.points.data(), b.valid.data());
        k.msm_vartime(b.scalars.data(), b.points.data(), with_scalars, &b.out[0]);
        k.msm_weights_vartime(b.weights.data(), b.points.data() + with_scalars,
                              20 * count_of_ballots, &b.out[1]);
    });
}

} // namespace

int main(int argc, char** argv) {
    std::vector<const Kernels*> list{&backend::portable_kernels};
#if defined(__x86_64__)
    if (cpu_has_avx512ifma())
        list.push_back(&backend::avx512ifma_kernels);
#endif
    for (const Kernels* kernels : list) {
        add_codec(*kernels);
        add_fixed_base(*kernels);
        add_sums(*kernels);
        add_ballots(*kernels, 1);
        add_ballots(*kernels, 1024);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

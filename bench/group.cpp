// SPDX-License-Identifier: Apache-2.0
// The operations of ristretto255, by backend and batch size, next to libsodium's. The counter
// `each` is the time for one element of a batch.
#include "group/backend/kernels.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <string>

using namespace evote;
using backend::Kernels;
using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

namespace {

constexpr std::size_t most = 1U << 16;

/// Inputs for all benchmarks: random scalars, as bytes too, their multiples of the generator,
/// encoded and decoded again.
struct Inputs {
    std::vector<Scalar> scalars{most};
    Bytes scalar_bytes;
    std::vector<Weight> weights;
    std::vector<Element> elements{most};
    std::vector<EdwardsPoint> points;
    Bytes encodings = Bytes(32 * most);

    static const Inputs& get() {
        static const Inputs inputs;
        return inputs;
    }

  private:
    Inputs() {
        SeededRandom random(bytes_of("bench"));
        for (auto& scalar : scalars) {
            scalar = random_scalar<Ristretto255>(random);
            append(scalar_bytes, scalar.encode());
        }
        for (std::size_t i = 0; i < most; ++i)
            weights.push_back({i * 0x9e3779b97f4a7c15, ~i * 0xd1342543de82ef95});
        FixedBase<Ristretto255>(Ristretto255::generator()).mul_batch(scalars, elements);
        encode_batch<Ristretto255>(elements, encodings);
        Bytes valid(most);
        decode_batch_vartime<Ristretto255>(encodings, elements, valid);
        for (const auto& element : elements)
            points.push_back(element.point());
    }
};

void count_each(benchmark::State& state, std::size_t n) {
    state.counters["each"] =
        benchmark::Counter(static_cast<double>(n), benchmark::Counter::kIsIterationInvariantRate |
                                                       benchmark::Counter::kInvert);
}

/// Runs `work(inputs, n)` repeatedly.
template <class Work>
void add(const std::string& name, std::size_t n, const Work& work) {
    benchmark::RegisterBenchmark((name + "/" + std::to_string(n)).c_str(),
                                 [n, work](benchmark::State& state) {
                                     const Inputs& in = Inputs::get();
                                     for (auto _ : state)
                                         work(in, n);
                                     count_each(state, n);
                                 })
        ->Unit(benchmark::kMicrosecond);
}

void add_codec(const Kernels* kernels, const std::string& prefix) {
    for (const std::size_t n : {1U, 24U, 1024U}) {
        auto points = std::make_shared<std::vector<EdwardsPoint>>(n);
        auto bytes = std::make_shared<Bytes>(32 * n);
        add(prefix + "decode", n, [=](const Inputs& in, std::size_t count) {
            kernels->decode_vartime(in.encodings.data(), count, points->data(), bytes->data());
        });
        add(prefix + "encode", n, [=](const Inputs& in, std::size_t count) {
            kernels->encode(in.points.data(), count, bytes->data());
        });
        add(prefix + "encode_doubles", n, [=](const Inputs& in, std::size_t count) {
            kernels->encode_doubles(in.points.data(), count, bytes->data());
        });
    }
}

void add_sums(const Kernels* kernels, const std::string& prefix) {
    for (const std::size_t n : {1U, 16U, 64U, 256U, 1024U, 4096U, 65536U}) {
        add(prefix + "msm", n, [=](const Inputs& in, std::size_t count) {
            EdwardsPoint sum;
            kernels->msm_vartime(in.scalar_bytes.data(), in.points.data(), count, &sum);
            benchmark::DoNotOptimize(sum);
        });
        add(prefix + "msm_weights", n, [=](const Inputs& in, std::size_t count) {
            EdwardsPoint sum;
            kernels->msm_weights_vartime(in.weights.data(), in.points.data(), count, &sum);
            benchmark::DoNotOptimize(sum);
        });
    }
}

void add_fixed_base(const Kernels* kernels, const std::string& prefix) {
    const std::size_t size = (kernels->fixed_base_table_size + 63) / 64 * 64;
    const std::shared_ptr<void> table(std::aligned_alloc(64, size), &std::free);
    add(prefix + "fixed_base_table", 1, [=](const Inputs& in, std::size_t) {
        kernels->fixed_base_table(&in.points.front(), table.get());
    });
    kernels->fixed_base_table(&Ristretto255::generator().point(), table.get());
    for (const std::size_t n : {1U, 8U, 1024U}) {
        auto points =
            std::make_shared<std::vector<EdwardsPoint>>(n, Ristretto255::Element().point());
        add(prefix + "fixed_base", n, [=](const Inputs& in, std::size_t count) {
            kernels->fixed_base_add(table.get(), in.scalar_bytes.data(), count, points->data());
        });
    }
}

void add_variable_base(const Kernels* kernels, const std::string& prefix) {
    for (const std::size_t n : {1U, 8U, 16U, 1024U}) {
        auto points = std::make_shared<std::vector<EdwardsPoint>>(n);
        add(prefix + "variable_base", n, [=](const Inputs& in, std::size_t count) {
            kernels->variable_base(in.scalar_bytes.data(), in.points.data(), count, points->data());
        });
    }
}

/// What verifying ballots of 16 options takes from the kernels: 38 points of each decoded, 18 of
/// them multiplied by scalars and 20 by weights.
void add_ballots(const Kernels* kernels, const std::string& prefix) {
    for (const std::size_t n : {1U, 1024U}) {
        auto points = std::make_shared<std::vector<EdwardsPoint>>(38 * n);
        auto valid = std::make_shared<Bytes>(38 * n);
        add(prefix + "ballots", n, [=](const Inputs& in, std::size_t count) {
            EdwardsPoint sums[2];
            kernels->decode_vartime(in.encodings.data(), 38 * count, points->data(), valid->data());
            kernels->msm_vartime(in.scalar_bytes.data(), points->data(), 18 * count, &sums[0]);
            kernels->msm_weights_vartime(in.weights.data(), points->data() + 18 * count, 20 * count,
                                         &sums[1]);
            benchmark::DoNotOptimize(sums);
        });
    }
}

void add_single_operations() {
    add("single/scalar_mul", 1000, [](const Inputs& in, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
            benchmark::DoNotOptimize(in.scalars[i] * in.scalars[i + 1]);
    });
    add("single/scalar_invert", 1,
        [](const Inputs& in, std::size_t) { benchmark::DoNotOptimize(in.scalars[0].invert()); });
    add("single/add", 1000, [](const Inputs& in, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
            benchmark::DoNotOptimize(in.elements[i] + in.elements[i + 1]);
    });
    add("single/from_uniform", 1, [](const Inputs& in, std::size_t) {
        ByteArray<64> wide{};
        std::copy_n(in.encodings.begin(), wide.size(), wide.begin());
        benchmark::DoNotOptimize(Element::from_uniform(wide));
    });
}

void add_libsodium() {
    add("libsodium/decode", 1, [](const Inputs& in, std::size_t) {
        benchmark::DoNotOptimize(crypto_core_ristretto255_is_valid_point(in.encodings.data()));
    });
    add("libsodium/fixed_base", 1, [](const Inputs& in, std::size_t) {
        ByteArray<32> out{};
        benchmark::DoNotOptimize(
            crypto_scalarmult_ristretto255_base(out.data(), in.scalar_bytes.data()));
    });
    add("libsodium/variable_base", 1, [](const Inputs& in, std::size_t) {
        ByteArray<32> out{};
        benchmark::DoNotOptimize(crypto_scalarmult_ristretto255(out.data(), in.scalar_bytes.data(),
                                                                in.encodings.data()));
    });
    add("libsodium/add_decoding_and_encoding", 1, [](const Inputs& in, std::size_t) {
        ByteArray<32> out{};
        benchmark::DoNotOptimize(crypto_core_ristretto255_add(out.data(), in.encodings.data(),
                                                              in.encodings.data() + 32));
    });
    add("libsodium/from_uniform", 1, [](const Inputs& in, std::size_t) {
        ByteArray<32> out{};
        benchmark::DoNotOptimize(
            crypto_core_ristretto255_from_hash(out.data(), in.encodings.data()));
    });
    add("libsodium/scalar_mul", 1000, [](const Inputs& in, std::size_t n) {
        ByteArray<32> out{};
        for (std::size_t i = 0; i < n; ++i)
            crypto_core_ristretto255_scalar_mul(out.data(), in.scalar_bytes.data() + 32 * i,
                                                in.scalar_bytes.data() + 32 * i + 32);
        benchmark::DoNotOptimize(out);
    });
}

void add_bounded_log() {
    benchmark::RegisterBenchmark("bounded_log/build_2^40", [](benchmark::State& state) {
        for (auto _ : state)
            benchmark::DoNotOptimize(BoundedLog<Ristretto255>(std::uint64_t{1} << 40));
    })->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("bounded_log/find_2^40", [](benchmark::State& state) {
        const std::uint64_t largest = std::uint64_t{1} << 40;
        const BoundedLog<Ristretto255> log(largest);
        const auto element = Ristretto255::mul_generator(Scalar::from_u64(largest));
        for (auto _ : state)
            benchmark::DoNotOptimize(log.find_vartime(element));
    })->Unit(benchmark::kMillisecond);
}

bool add_all() {
    for (const Kernels* kernels : backend::available_kernels()) {
        const std::string prefix = std::string(kernels->name) + "/";
        add_codec(kernels, prefix);
        add_fixed_base(kernels, prefix);
        add_variable_base(kernels, prefix);
        add_sums(kernels, prefix);
        add_ballots(kernels, prefix);
    }
    add_single_operations();
    add_bounded_log();
    add_libsodium();
    return true;
}

const bool added = add_all();

} // namespace

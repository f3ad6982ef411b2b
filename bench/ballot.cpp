// SPDX-License-Identifier: Apache-2.0
// Ballots of one contest, "one of n options": made, verified, added up and decrypted.
#include "support/ceremony_values.h"

#include "evote/base/sha2.h"
#include "evote/base/text.h"
#include "evote/group/batch.h"
#include "evote/protocol/ballot_maker.h"
#include "evote/protocol/ballot_verifier.h"
#include "evote/protocol/decryption.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>

namespace evote {
namespace {

std::string manifest_with(std::size_t options) {
    std::string list;
    for (std::size_t i = 0; i < options; ++i)
        list += fmt::format(R"({}{{"id":"o{}","title":{{"en":"O"}}}})", i == 0 ? "" : ",", i);
    return fmt::format(
        R"({{"format":"evote-manifest-1","id":"bench","title":{{"en":"B"}},"group":"ristretto255",)"
        R"("trustees":{{"count":1,"threshold":1}},"revote":"last",)"
        R"("districts":[{{"id":"d","title":{{"en":"D"}},"contests":["c"]}}],)"
        R"("contests":[{{"id":"c","title":{{"en":"C"}},"min":1,"max":1,"options":[{}]}}]}})",
        list);
}

// An election with so many options and voters who have not voted yet.
class BenchElection {
  public:
    BenchElection(std::size_t options, std::size_t voters)
        : manifest_(parsed_manifest(manifest_with(options))),
          values_(manifest_),
          election_(manifest_,
                    must(PublicKeys::combine(manifest_, {{"T", VerifierName::text(manifest_),
                                                          values_.dealings.front()}})),
                    Digest32{}) {
        for (std::size_t i = 0; i < voters; ++i) {
            CodeBytes code;
            system_random().fill(code.expose());
            credentials_.push_back(Credential::from_code(manifest_.hash(), code).value());
        }
        std::ranges::sort(credentials_, {}, &Credential::encoding);
        Bytes roll;
        append_roll_header(roll);
        for (const auto& credential : credentials_)
            append_roll_row(roll, {credential.encoding, 0, 0}, manifest_);
        roll_.emplace(must(Roll::parse(roll, manifest_)));
    }

    const Election& election() const { return election_; }

    const Roll& roll() const { return *roll_; }

    std::vector<Bytes> make(BallotMaker& maker, std::size_t begin, std::size_t count) const {
        std::vector<BallotRequest> requests;
        std::vector<const Credential*> credentials;
        const std::size_t options = manifest_.contests().front().options.size();
        for (std::size_t i = begin; i < begin + count; ++i) {
            SecretVector<std::uint8_t> selection(options);
            selection.expose()[i % options] = 1;
            requests.push_back({&credentials_[i], 0, must(manifest_.contest_bits(0, selection))});
            credentials.push_back(&credentials_[i]);
        }
        return maker.cast(maker.prepare(0, requests), credentials);
    }

    SecretVector<Ristretto255::Scalar> trustee() const { return values_.secret(manifest_, 1); }

  private:
    struct VerifierName {
        static std::string text(const Manifest& manifest) {
            return trustee_key_name(manifest, 1) + "+00000000+AAAA";
        }
    };

    Manifest manifest_;
    DealtValues values_;
    Election election_;
    std::vector<Credential> credentials_;
    std::optional<Roll> roll_;
};

const BenchElection& election_with(std::size_t options) {
    static std::map<std::size_t, BenchElection> made;
    return made.try_emplace(options, options, std::size_t{4096}).first->second;
}

// Arguments: options, ballots in a batch.
void make_ballots(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    const auto count = static_cast<std::size_t>(state.range(1));
    BallotMaker maker(bench.election(), system_random());
    for (auto _ : state)
        benchmark::DoNotOptimize(bench.make(maker, 0, count));
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

void verify_ballots(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    BallotMaker maker(bench.election(), system_random());
    const auto ballots = bench.make(maker, 0, static_cast<std::size_t>(state.range(1)));
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    BallotVerifier verifier(bench.election(), bench.roll(), system_random());
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
    const BallotLayout& layout = bench.election().layout(0);
    const auto count = static_cast<std::size_t>(state.range(1));
    const Bytes statement(layout.second_at, 1);
    const Bytes transcript(sizeof(Digest64) + 2 * BallotLayout::item_size, 2);
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

// So many points as a batch has with full scalars, and as many again with weights.
struct BatchPoints {
    BatchPoints(const BenchElection& bench, std::size_t ballots)
        : elements(ballots * (bench.election().layout(0).shape.elements() + 2)),
          encodings(elements.size() * BallotLayout::item_size) {
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

// The same with one bad ballot among them, which has to be found.
void verify_with_one_bad(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    BallotMaker maker(bench.election(), system_random());
    auto ballots = bench.make(maker, 0, static_cast<std::size_t>(state.range(1)));
    ballots[ballots.size() / 3][bench.election().layout(0).response_at] ^= 1;
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    BallotVerifier verifier(bench.election(), bench.roll(), system_random());
    for (auto _ : state) {
        const auto checked = verifier.verify(views);
        if (std::ranges::count_if(checked, [](const auto& c) { return !c.ballot; }) != 1)
            state.SkipWithError("not just the bad ballot was refused");
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

void add_up(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    BallotMaker maker(bench.election(), system_random());
    const auto ballots = bench.make(maker, 0, 256);
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    BallotVerifier verifier(bench.election(), bench.roll(), system_random());
    const auto checked = verifier.verify(views);
    TallySum sum(bench.election());
    for (auto _ : state)
        for (const auto& entry : checked)
            sum.add(*entry.ballot);
    state.SetItemsProcessed(state.iterations() * 256);
}

void decrypt_share(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    const auto secret = bench.trustee();
    const TallyFile tally{TallySum(bench.election()).finish(0, Digest32{}), Digest32{}};
    for (auto _ : state)
        benchmark::DoNotOptimize(
            decrypt(bench.election(), tally, 1, secret.expose(), system_random()));
}

void check_share(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    const TallyFile tally{TallySum(bench.election()).finish(0, Digest32{}), Digest32{}};
    const auto share =
        decrypt(bench.election(), tally, 1, bench.trustee().expose(), system_random());
    for (auto _ : state)
        if (!wrong_contests(bench.election(), tally, share).empty())
            state.SkipWithError("a good share was refused");
}

void decrypt_and_combine(benchmark::State& state) {
    const auto& bench = election_with(static_cast<std::size_t>(state.range(0)));
    const auto secret = bench.trustee();
    TallyFile tally{TallySum(bench.election()).finish(0, Digest32{}), Digest32{}};
    tally.tally.weight = static_cast<std::uint64_t>(state.range(1));
    for (auto _ : state) {
        const std::vector<DecryptionShare> shares{
            decrypt(bench.election(), tally, 1, secret.expose(), system_random())};
        if (!wrong_contests(bench.election(), tally, shares.front()).empty())
            state.SkipWithError("a good share was refused");
        benchmark::DoNotOptimize(combine(bench.election(), tally, shares));
    }
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
BENCHMARK(add_up)->Arg(16)->Unit(benchmark::kMicrosecond);
BENCHMARK(decrypt_share)->Arg(16)->Unit(benchmark::kMicrosecond);
BENCHMARK(check_share)->Arg(16)->Unit(benchmark::kMicrosecond);
BENCHMARK(decrypt_and_combine)
    ->Args({16, 1000})
    ->Args({16, 1'000'000})
    ->Unit(benchmark::kMillisecond);

} // namespace
} // namespace evote

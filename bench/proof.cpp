// SPDX-License-Identifier: Apache-2.0
// The proofs alone, without bytes and hashing: the contest proof for "one of n options", step by
// step, and the proof of equal logarithms of a decryption.
#include "crypto/random.h"
#include "group/ristretto255.h"
#include "proof/ballot_proof.h"
#include "proof/ballot_prover.h"
#include "proof/challenge.h"
#include "proof/equality.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>

namespace evote {
namespace {

using G = Ristretto255;
using Element = G::Element;
using Scalar = G::Scalar;

void fill(std::span<Scalar> scalars, Random& random) {
    for (auto& scalar : scalars)
        scalar = random_scalar<G>(random);
}

std::vector<Scalar> random_scalars(std::size_t count, Random& random) {
    std::vector<Scalar> out(count);
    fill(out, random);
    return out;
}

std::vector<Element> random_elements(std::size_t count, Random& random) {
    std::vector<Element> out;
    for (const auto& scalar : random_scalars(count, random))
        out.push_back(G::mul_generator(scalar));
    return out;
}

std::shared_ptr<const ContestShape> one_of(std::size_t options) {
    return std::make_shared<const ContestShape>(
        ContestShape{options, options, {{std::vector<std::int64_t>(options, 1), 1}}});
}

// Ballots with random secrets, each for option 0, and their proofs.
class Ballots {
  public:
    Ballots(std::size_t options, std::size_t n)
        : contest(one_of(options)),
          shape(std::span(&contest, 1)),
          keys(random_elements(options, random)),
          pedersen(pedersen_generator<G>()),
          bases({pedersen, keys}),
          prover(bases, shape, n),
          witness(shape, n),
          cipher(shape.elements() * n),
          first(shape.elements() * n),
          masks(shape.masks() * n),
          credential_commitments(n),
          second(2 * n),
          responses((shape.elements() + 2) * n),
          y(random_scalars(n, random)),
          x(random_scalars(n, random)) {
        std::fill_n(witness.bits.expose().begin(), n, std::uint8_t{1});
        fill(witness.randomness.expose(), random);
        fill(witness.credential.expose(), random);
    }

    BallotNonces<G> nonces() {
        BallotNonces<G> out(shape, y.size());
        for (auto* part : {&out.s, &out.a, &out.kappa, &out.d0, &out.d1})
            fill(part->expose(), random);
        return out;
    }

    void commit(const BallotNonces<G>& nonces) {
        prover.commit(nonces, first, masks, credential_commitments);
        prover.commit_bits(witness, nonces, y, second);
    }

    // Encryption and proof, then the prover's halves doubled: a single ballot as its verifier sees
    // it.
    void prove() {
        auto used = nonces();
        prover.encrypt(witness, cipher);
        commit(used);
        prover.respond(witness, std::move(used), x, responses);
        for (auto* part : {&cipher, &first, &credential_commitments, &second})
            for (auto& element : *part)
                element = element + element;
    }

    BallotElements<G> points() const {
        return {G::mul_generator(witness.credential.expose()[0]),
                cipher,
                first,
                credential_commitments[0],
                second[0],
                second[1]};
    }

    BallotScalars<G> scalars() const {
        const auto parts = std::span(responses);
        return {masks, parts.first(shape.elements()), parts[shape.elements()],
                parts[shape.elements() + 1]};
    }

    SeededRandom random{bytes_of("bench")};
    std::shared_ptr<const ContestShape> contest;
    BallotShape shape;
    std::vector<Element> keys;
    Element pedersen;
    BaseTables<G> bases;
    BallotProver<G> prover;
    BallotWitness<G> witness;
    std::vector<Element> cipher;
    std::vector<Element> first;
    std::vector<Scalar> masks;
    std::vector<Element> credential_commitments;
    std::vector<Element> second;
    std::vector<Scalar> responses;
    std::vector<Scalar> y;
    std::vector<Scalar> x;
};

// Arguments: options, ballots in a batch.
Ballots ballots_for(const benchmark::State& state) {
    return {static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1))};
}

void count_ballots(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

void encrypt(benchmark::State& state) {
    auto ballots = ballots_for(state);
    for (auto _ : state)
        ballots.prover.encrypt(ballots.witness, ballots.cipher);
    count_ballots(state);
}

void commit(benchmark::State& state) {
    auto ballots = ballots_for(state);
    const auto nonces = ballots.nonces();
    for (auto _ : state)
        ballots.commit(nonces);
    count_ballots(state);
}

void respond(benchmark::State& state) {
    auto ballots = ballots_for(state);
    for (auto _ : state) {
        state.PauseTiming();
        auto nonces = ballots.nonces();
        state.ResumeTiming();
        ballots.prover.respond(ballots.witness, std::move(nonces), ballots.x, ballots.responses);
    }
    count_ballots(state);
}

// The equations of one ballot, exactly.
void check_one(benchmark::State& state) {
    Ballots ballots(static_cast<std::size_t>(state.range(0)), 1);
    ballots.prove();
    const auto points = ballots.points();
    const auto scalars = ballots.scalars();
    const Challenges<G> challenges{ballots.y[0], ballots.x[0]};
    const Bases<G> bases{ballots.pedersen, ballots.keys};
    for (auto _ : state)
        if (!credential_holds_vartime(points, scalars, challenges) ||
            !encryption_holds_vartime(ballots.shape, bases, points, scalars, challenges) ||
            !rules_hold_vartime(ballots.shape, scalars, challenges) ||
            !bits_hold_vartime(ballots.shape, bases, points, scalars, challenges))
            state.SkipWithError("a good proof was refused");
}

// What one ballot adds to a random linear combination: scalars only.
void add_one_to_combination(benchmark::State& state) {
    Ballots ballots(static_cast<std::size_t>(state.range(0)), 1);
    ballots.prove();
    const Challenges<G> challenges{ballots.y[0], ballots.x[0]};
    const std::size_t points = ballots.shape.elements() + 2;
    PointBatch<G> batch;
    const auto images = batch.add_images(Bytes(points * Element::encoded_size));
    const auto commitments = batch.add_commitments(Bytes(points * Element::encoded_size));
    const std::size_t elements = ballots.shape.elements();
    const BallotPlaces places{
        images[elements],          {0, elements},       {0, elements}, commitments[elements],
        commitments[elements + 1], images[elements + 1]};
    Combination<G> combination({ballots.pedersen, ballots.keys});
    for (auto _ : state) {
        combination.begin(batch, images, commitments, ballots.random);
        add_ballot<G>(combination, ballots.shape, places, ballots.scalars(), challenges);
    }
}

// A decryption share of `options` options: secrets, share keys and shares folded into one.
struct Equality {
    explicit Equality(const benchmark::State& state)
        : secrets(random_scalars(static_cast<std::size_t>(state.range(0)), random)),
          alpha(G::mul_generator(random_scalar<G>(random))),
          m(random_scalar<G>(random)),
          challenge(random_scalar<G>(random)) {
        for (const auto& secret : secrets) {
            keys.push_back(G::mul_generator(secret));
            shares.push_back(secret * alpha);
        }
    }

    std::pair<EqualityCommitments<G>, Scalar> prove() {
        std::vector<Secret<Scalar>> nonces;
        nonces.emplace_back(random_scalar<G>(random));
        const auto commitments = equality_commit<G>(nonces, std::span(&alpha, 1));
        const auto secret = fold<G>(m, secrets);
        return {commitments.front(),
                equality_respond<G>(std::move(nonces.front()), challenge, secret)};
    }

    SeededRandom random{bytes_of("bench")};
    std::vector<Scalar> secrets;
    Element alpha;
    Scalar m;
    Scalar challenge;
    std::vector<Element> keys;
    std::vector<Element> shares;
};

void prove_equality(benchmark::State& state) {
    Equality equality(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(equality.prove());
}

void check_equality(benchmark::State& state) {
    Equality equality(state);
    const auto [commitments, response] = equality.prove();
    for (auto _ : state)
        if (!equality_holds_vartime<G>(equality.alpha, equality.keys, equality.shares, equality.m,
                                       commitments, equality.challenge, response))
            state.SkipWithError("a good proof was refused");
}

BENCHMARK(encrypt)->ArgsProduct({{2, 16, 64}, {1, 512}})->Unit(benchmark::kMicrosecond);
BENCHMARK(commit)->ArgsProduct({{2, 16, 64}, {1, 512}})->Unit(benchmark::kMicrosecond);
BENCHMARK(respond)->ArgsProduct({{2, 16, 64}, {1, 512}})->Unit(benchmark::kMicrosecond);
BENCHMARK(check_one)->Arg(2)->Arg(16)->Arg(64)->Unit(benchmark::kMicrosecond);
BENCHMARK(add_one_to_combination)->Arg(2)->Arg(16)->Arg(64)->Unit(benchmark::kMicrosecond);
BENCHMARK(prove_equality)->Arg(2)->Arg(16)->Arg(64)->Unit(benchmark::kMicrosecond);
BENCHMARK(check_equality)->Arg(2)->Arg(16)->Arg(64)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace evote

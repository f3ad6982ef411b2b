// SPDX-License-Identifier: Apache-2.0
// Statements of every kind in one linear combination: it holds if all of them do, and fails for
// each equation that does not, whichever it is.
#include "group/ristretto255.h"
#include "proof/ballot_proof.h"
#include "proof/ballot_prover.h"
#include "proof/combination.h"
#include "proof/equality.h"
#include "proof/possession.h"
#include "support/failed_check.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;

namespace {

using G = Ristretto255;
using Scalar = G::Scalar;
using Element = G::Element;

Bytes encoded(std::span<const Element> elements) {
    Bytes out(elements.size() * Element::encoded_size);
    encode_batch<G>(elements, out);
    return out;
}

// Two contests: three options of which two are chosen, and two bits without a rule.
BallotShape shape_of_two() {
    return BallotShape(
        std::vector{std::make_shared<const ContestShape>(ContestShape{3, 3, {{{1, 1, 1}, 2}}}),
                    std::make_shared<const ContestShape>(ContestShape{2, 2, {}})});
}

// One ballot, proved; its points in a batch, its scalars to be changed by the test.
class ProvedBallot {
  public:
    ProvedBallot(const Bases<G>& bases, PointBatch<G>& batch, Random& random) {
        const BaseTables<G> tables(bases);
        BallotProver<G> prover(tables, shape_, 1);
        BallotWitness<G> witness(shape_, 1);
        BallotNonces<G> nonces(shape_, 1);
        std::ranges::copy(std::vector<std::uint8_t>{1, 0, 1, 0, 1}, witness.bits.expose().begin());
        for (auto* list : {&witness.randomness, &witness.credential, &nonces.s, &nonces.a,
                           &nonces.kappa, &nonces.d0, &nonces.d1})
            for (auto& scalar : list->expose())
                scalar = random_scalar<G>(random);
        challenges = {random_scalar<G>(random), random_scalar<G>(random)};
        std::vector<Element> cipher(shape_.elements());
        std::vector<Element> first(shape_.elements());
        std::vector<Element> r(1);
        std::vector<Element> d(2);
        prover.encrypt(witness, cipher);
        prover.commit(nonces, first, masks_, r);
        prover.commit_bits(witness, nonces, std::span(&challenges.y, 1), d);
        prover.respond(witness, std::move(nonces), std::span(&challenges.x, 1), responses);
        for (auto* list : {&cipher, &first, &r, &d})
            for (auto& element : *list)
                element = element + element; // the prover gives halves
        const auto credential = G::mul_generator(witness.credential.expose()[0]);
        places_ = {.credential = batch.add_images(credential.encode())[0],
                   .cipher = batch.add_images(encoded(cipher)),
                   .encryption_commitments = batch.add_commitments(encoded(first)),
                   .credential_commitment = batch.add_commitments(encoded(r))[0],
                   .d0 = batch.add_commitments(d[0].encode())[0],
                   .d1 = batch.add_images(d[1].encode())[0]};
    }

    BallotScalars<G> scalars() const {
        const auto all = std::span(responses);
        return {masks_, all.first(shape_.elements()), all[shape_.elements()],
                all[shape_.elements() + 1]};
    }

    void add_to(Combination<G>& combination) const {
        add_ballot<G>(combination, shape_, places_, scalars(), challenges);
    }

    bool rules_hold() const { return rules_hold_vartime<G>(shape_, scalars(), challenges); }

    std::vector<Scalar> responses = std::vector<Scalar>(shape_of_two().elements() + 2);
    Challenges<G> challenges{};

  private:
    BallotShape shape_ = shape_of_two();
    std::vector<Scalar> masks_ = std::vector<Scalar>(shape_.masks());
    BallotPlaces places_;
};

// A proof of possession of three secrets and one of equal logarithms.
struct OtherProofs {
    OtherProofs(PointBatch<G>& batch, Random& random) {
        std::vector<Element> points;
        for (auto& secret : secrets)
            points.push_back(G::mul_generator(secret = random_scalar<G>(random)));
        for (auto* scalar : {&c, &m, &e})
            *scalar = random_scalar<G>(random);
        Secret<Scalar> tau(random_scalar<G>(random));
        t = batch.add_commitments(G::mul_generator(tau.expose()).encode())[0];
        known = batch.add_images(encoded(points));
        zeta = possession_respond<G>(std::move(tau), c, secrets.size(), [&](std::size_t k) {
                   return secrets[k];
               }).expose();

        const Element base = G::mul_generator(random_scalar<G>(random));
        alpha = batch.add_images(base.encode())[0];
        std::vector<Element> products;
        for (const auto& secret : secrets)
            products.push_back(secret * base);
        shares = batch.add_images(encoded(products));
        std::vector<Secret<Scalar>> nonces;
        nonces.emplace_back(random_scalar<G>(random));
        const auto commitments = equality_commit<G>(nonces, std::span(&base, 1)).front();
        on_generator = batch.add_commitments(commitments.on_generator.encode())[0];
        on_alpha = batch.add_commitments(commitments.on_alpha.encode())[0];
        response = equality_respond<G>(std::move(nonces[0]), e, fold<G>(m, secrets));
    }

    void add_to(Combination<G>& combination) const {
        add_possession<G>(combination, known, t, c, zeta);
        add_equality<G>(combination, alpha, known, shares, m, on_generator, on_alpha, e, response);
    }

    std::vector<Scalar> secrets = std::vector<Scalar>(3);
    Scalar c, m, e, zeta, response;
    ImagePlaces known, shares;
    ImagePlace alpha;
    CommitmentPlace t, on_generator, on_alpha;
};

struct Proofs {
    Proofs() {
        for (std::size_t i = 0; i < keys.size(); ++i)
            keys[i] = G::mul_generator(random_scalar<G>(random));
        for (int i = 0; i < 3; ++i)
            ballots.emplace_back(bases, batch, random);
        others.emplace(batch, random);
        images = {0, others->shares.begin() + others->shares.size()};
        commitments = {0, others->on_alpha.index + 1};
        REQUIRE(batch.decode_vartime());
    }

    bool hold() {
        combination.begin(batch, images, commitments, random);
        for (const auto& ballot : ballots)
            ballot.add_to(combination);
        others->add_to(combination);
        return combination.holds_vartime();
    }

    SeededRandom random{bytes_of("combination")};
    std::vector<Element> keys = std::vector<Element>(3);
    Element pedersen = G::mul_generator(Scalar::from_u64(9));
    Bases<G> bases{pedersen, keys};
    PointBatch<G> batch;
    std::vector<ProvedBallot> ballots;
    std::optional<OtherProofs> others;
    ImagePlaces images;
    CommitmentPlaces commitments;
    Combination<G> combination{bases};
};

} // namespace

TEST_CASE("combination of statements of every kind holds") {
    Proofs proofs;
    CHECK(proofs.hold());
    CHECK(proofs.hold()); // with other weights
    for (const auto& ballot : proofs.ballots)
        CHECK(ballot.rules_hold());
}

TEST_CASE("combination fails for every response that is another") {
    Proofs proofs;
    const Scalar one = Scalar::from_u64(1);
    for (auto& ballot : proofs.ballots)
        for (auto& response : ballot.responses) {
            response = response + one;
            CHECK_FALSE(proofs.hold());
            response = response - one;
        }
    for (auto* response : {&proofs.others->zeta, &proofs.others->response}) {
        *response = *response + one;
        CHECK_FALSE(proofs.hold());
        *response = *response - one;
    }
    CHECK(proofs.hold());
}

// One weight for a whole ballot would let errors of +1 and -1 cancel.
TEST_CASE("combination does not let errors of two equations cancel") {
    Proofs proofs;
    auto& responses = proofs.ballots[0].responses;
    const Scalar one = Scalar::from_u64(1);
    responses[1] = responses[1] + one;
    responses[2] = responses[2] - one;
    CHECK_FALSE(proofs.hold());
}

TEST_CASE("combination takes each commitment for one equation") {
    Proofs proofs;
    proofs.combination.begin(proofs.batch, proofs.images, proofs.commitments, proofs.random);
    proofs.ballots[0].add_to(proofs.combination);
    CHECK_FALSE(failed_check([&] { proofs.ballots[0].add_to(proofs.combination); }).empty());
}

TEST_CASE("combination leaves out what no equation took") {
    Proofs proofs;
    proofs.combination.begin(proofs.batch, proofs.images, proofs.commitments, proofs.random);
    proofs.ballots[1].add_to(proofs.combination);
    CHECK(proofs.combination.holds_vartime());
    CHECK_FALSE(failed_check([&] { proofs.combination.holds_vartime(); }).empty());
}

TEST_CASE("combination takes only points of its part of the batch") {
    Proofs proofs;
    proofs.combination.begin(proofs.batch, {0, 1}, proofs.commitments, proofs.random);
    CHECK_FALSE(failed_check([&] { proofs.ballots[1].add_to(proofs.combination); }).empty());
}

TEST_CASE("points that are no points are found in their places") {
    PointBatch<G> batch;
    const auto good = batch.add_images(G::generator().encode());
    const auto bad = batch.add_images(Bytes(Element::encoded_size, 0xff));
    CHECK_FALSE(batch.decode_vartime());
    CHECK(batch.valid(good));
    CHECK_FALSE(batch.valid(bad));
    CHECK(batch[good[0]] == G::generator());
    ImagePlaces all = good;
    all.extend(bad);
    CHECK_FALSE(batch.valid(all));
    CHECK_FALSE(failed_check([&] { all.extend(good); }).empty());
    CHECK_FALSE(failed_check([&] { static_cast<void>(all[2]); }).empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "protocol/ballot_proving.h"

#include "protocol/ballot_challenges.h"

#include "evote/base/check.h"

namespace evote::protocol {

namespace {

using G = group::Ristretto255;

// Encodings of the doubles of `halves`, which are by position, then by ballot.
Bytes encode_doubles(std::span<const G::Element> halves) {
    Bytes out(halves.size() * BallotLayout::item_size);
    group::encode_doubles_batch<G>(halves, out);
    return out;
}

// Item `position` of ballot k of n.
ByteView item(const Bytes& encodings, std::size_t position, std::size_t n, std::size_t k) {
    return ByteView(encodings).subspan((position * n + k) * BallotLayout::item_size,
                                       BallotLayout::item_size);
}

void append_scalar(Bytes& out, const G::Scalar& scalar) {
    append(out, scalar.encode());
}

} // namespace

Bytes ballot_header(const Election& election, std::size_t district, std::uint64_t counter,
                    ByteView credential) {
    EVOTE_CHECK(district < election.district_count() &&
                credential.size() == BallotLayout::item_size);
    Bytes out;
    out.reserve(election.layout(district).size);
    append_u8(out, BallotLayout::version);
    append_u8(out, BallotLayout::kind);
    append(out, election.fingerprint());
    append_u16(out, static_cast<std::uint16_t>(district));
    append_u64(out, counter);
    append(out, credential);
    return out;
}

std::vector<Bytes> encrypt_ballots(const proof::Bases<G>& bases, const BallotLayout& layout,
                                   const proof::BallotWitness<G>& witness,
                                   std::vector<Bytes> headers) {
    const std::size_t n = headers.size();
    std::vector<G::Element> cipher(layout.shape.elements() * n);
    proof::BallotProver<G>(bases, layout.shape, n).encrypt(witness, cipher);
    const Bytes encodings = encode_doubles(cipher);
    for (std::size_t k = 0; k < n; ++k)
        for (std::size_t i = 0; i < layout.shape.elements(); ++i)
            append(headers[k], item(encodings, i, n, k));
    return headers;
}

std::vector<Bytes> prove_ballots(const proof::Bases<G>& bases, const BallotLayout& layout,
                                 const proof::BallotWitness<G>& witness,
                                 proof::BallotNonces<G>&& nonces, std::vector<Bytes> ballots) {
    const proof::BallotShape& shape = layout.shape;
    const std::size_t n = ballots.size();
    proof::BallotProver<G> prover(bases, shape, n);

    std::vector<G::Element> first((shape.elements() + 1) * n);
    std::vector<G::Scalar> masks(shape.masks() * n);
    prover.commit(nonces, std::span(first).first(shape.elements() * n), masks,
                  std::span(first).last(n));
    const Bytes first_encodings = encode_doubles(first);
    proof::BallotChallenges<G> challenges(n);
    for (std::size_t k = 0; k < n; ++k) {
        for (const auto& part : shape.contests()) {
            for (std::size_t i = 0; i <= part.shape->bits; ++i)
                append(ballots[k], item(first_encodings, part.element + i, n, k));
            for (std::size_t rule = 0; rule < part.shape->rules.size(); ++rule)
                append_scalar(ballots[k], masks[(part.mask + rule) * n + k]);
        }
        append(ballots[k], item(first_encodings, shape.elements(), n, k));
    }
    BallotChallenger challenger;
    std::vector<ByteView> views(ballots.begin(), ballots.end());
    challenger.bits(views, challenges.y);

    std::vector<G::Element> second(2 * n);
    prover.commit_bits(witness, nonces, challenges.y, second);
    const Bytes second_encodings = encode_doubles(second);
    for (std::size_t k = 0; k < n; ++k) {
        append(ballots[k], item(second_encodings, 0, n, k));
        append(ballots[k], item(second_encodings, 1, n, k));
        views[k] = ByteView(ballots[k]).last(2 * BallotLayout::item_size);
    }
    challenger.ballots(views, challenges.x);

    std::vector<G::Scalar> responses((shape.elements() + 2) * n);
    prover.respond(witness, std::move(nonces), challenges.x, responses);
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t i = 0; i < shape.elements() + 2; ++i)
            append_scalar(ballots[k], responses[i * n + k]);
        EVOTE_CHECK(ballots[k].size() == layout.size);
    }
    return ballots;
}

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#include "ballot/proving.h"

#include "ballot/challenges.h"
#include "evote/check.h"

namespace evote::ballot {

namespace {

using G = group::Ristretto255;

// Values of n ballots, by position, then by ballot, as bytes.
class Items {
  public:
    // The doubles of what a prover computed.
    static Items doubles(std::span<const G::Element> halves, std::size_t n) {
        Items items(halves.size(), n);
        group::encode_doubles_batch<G>(halves, items.bytes_);
        return items;
    }

    static Items scalars(std::span<const G::Scalar> scalars, std::size_t n) {
        Items items(scalars.size(), n);
        for (std::size_t i = 0; i < scalars.size(); ++i) {
            const auto encoding = scalars[i].encode();
            std::copy(encoding.begin(), encoding.end(),
                      items.bytes_.begin() + static_cast<std::ptrdiff_t>(i * item_size));
        }
        return items;
    }

    // Position `index` of ballot k.
    ByteView of(std::size_t index, std::size_t k) const {
        return ByteView(bytes_).subspan((index * n_ + k) * item_size, item_size);
    }

  private:
    Items(std::size_t count, std::size_t n) : bytes_(count * item_size), n_(n) {}

    Bytes bytes_;
    std::size_t n_;
};

std::vector<ByteView> parts_of(const Layout& layout, std::span<const Bytes> ballots, Part part) {
    std::vector<ByteView> out;
    for (const Bytes& ballot : ballots)
        out.push_back(layout.part(ballot, part));
    return out;
}

using Prover = proof::BallotProver<G>;

// Commitments A, masks and R.
void append_first(Prover& prover, const Layout& layout, const proof::BallotNonces<G>& nonces,
                  std::span<Bytes> ballots) {
    const std::size_t n = ballots.size();
    const std::size_t elements = layout.shape().elements();
    std::vector<G::Element> points((elements + 1) * n);
    std::vector<G::Scalar> masks(layout.shape().masks() * n);
    prover.commit(nonces, std::span(points).first(elements * n), masks, std::span(points).last(n));
    const Items commitments = Items::doubles(points, n);
    const Items mask_items = Items::scalars(masks, n);
    for (std::size_t k = 0; k < n; ++k)
        layout.append_part(ballots[k], Part::first, [&](Field field, std::size_t index) {
            if (field == Field::mask)
                return mask_items.of(index, k);
            return commitments.of(field == Field::credential_commitment ? elements : index, k);
        });
}

// D_0 and D_1.
void append_second(Prover& prover, const Layout& layout, const proof::BallotWitness<G>& witness,
                   const proof::BallotNonces<G>& nonces, std::span<const G::Scalar> y,
                   std::span<Bytes> ballots) {
    const std::size_t n = ballots.size();
    std::vector<G::Element> points(2 * n);
    prover.commit_bits(witness, nonces, y, points);
    const Items commitments = Items::doubles(points, n);
    for (std::size_t k = 0; k < n; ++k)
        layout.append_part(ballots[k], Part::second, [&](Field field, std::size_t /*index*/) {
            return commitments.of(field == Field::d0 ? 0 : 1, k);
        });
}

void append_responses(Prover& prover, const Layout& layout, const proof::BallotWitness<G>& witness,
                      proof::BallotNonces<G>&& nonces, std::span<const G::Scalar> x,
                      std::span<Bytes> ballots) {
    const std::size_t n = ballots.size();
    const std::size_t elements = layout.shape().elements();
    std::vector<G::Scalar> responses((elements + 2) * n);
    prover.respond(witness, std::move(nonces), x, responses);
    const Items items = Items::scalars(responses, n);
    for (std::size_t k = 0; k < n; ++k)
        layout.append_part(ballots[k], Part::response, [&](Field field, std::size_t index) {
            if (field == Field::response)
                return items.of(index, k);
            return items.of(field == Field::z_d ? elements : elements + 1, k);
        });
}

} // namespace

std::vector<Bytes> encrypt_ballots(const proof::BaseTables<G>& bases, const Layout& layout,
                                   const proof::BallotWitness<G>& witness,
                                   std::vector<Bytes> headers) {
    const std::size_t n = headers.size();
    std::vector<G::Element> cipher(layout.shape().elements() * n);
    Prover(bases, layout.shape(), n).encrypt(witness, cipher);
    const Items items = Items::doubles(cipher, n);
    for (std::size_t k = 0; k < n; ++k) {
        headers[k].reserve(layout.size());
        layout.append_part(headers[k], Part::cipher,
                           [&](Field /*field*/, std::size_t index) { return items.of(index, k); });
    }
    return headers;
}

std::vector<Bytes> prove_ballots(const proof::BaseTables<G>& bases, const Layout& layout,
                                 const proof::BallotWitness<G>& witness,
                                 proof::BallotNonces<G>&& nonces, std::vector<Bytes> ballots) {
    const std::size_t n = ballots.size();
    Prover prover(bases, layout.shape(), n);
    Challenger challenger;
    std::vector<G::Scalar> y(n);
    std::vector<G::Scalar> x(n);
    append_first(prover, layout, nonces, ballots);
    challenger.bits(std::vector<ByteView>(ballots.begin(), ballots.end()), y);
    append_second(prover, layout, witness, nonces, y, ballots);
    challenger.ballots(parts_of(layout, ballots, Part::second), x);
    append_responses(prover, layout, witness, std::move(nonces), x, ballots);
    return ballots;
}

} // namespace evote::ballot

// SPDX-License-Identifier: Apache-2.0
#include "ballot/maker.h"

#include "ballot/proving.h"
#include "evote/check.h"

#include <utility>
#include <vector>

namespace evote::ballot {

namespace {

using G = group::Ristretto255;

// The secrets that nonces of one ballot are hedged with: credential, bits and randomness.
SecretBytes hedge_secret(const G::Scalar& credential, std::span<const std::uint8_t> bits,
                         std::span<const G::Scalar> randomness) {
    SecretBytes out;
    const auto add = [&](const G::Scalar& scalar) {
        auto bytes = scalar.encode();
        out.append(bytes);
        wipe(bytes.data(), bytes.size());
    };
    add(credential);
    out.append(bits);
    for (const auto& r : randomness)
        add(r);
    return out;
}

// The next nonces of all ballots, for every position of a list that is by position, then by ballot.
void fill(SecretVector<G::Scalar>& list, std::span<crypto::HedgedNonces> nonces) {
    SecretVector<ByteArray<64>> wide(nonces.size());
    const std::span scalars = list.expose();
    for (std::size_t at = 0; at < scalars.size(); at += nonces.size()) {
        crypto::HedgedNonces::next_of_each(nonces, wide.expose());
        for (std::size_t k = 0; k < nonces.size(); ++k)
            scalars[at + k] = G::Scalar::from_uniform(wide.expose()[k]);
    }
}

proof::BallotWitness<G> witness_of(const proof::BallotShape& shape,
                                   std::span<const PreparedBallot> prepared,
                                   std::span<const Credential* const> credentials) {
    const std::size_t n = prepared.size();
    proof::BallotWitness<G> witness(shape, n);
    for (std::size_t k = 0; k < n; ++k) {
        EVOTE_CHECK(prepared[k].bits.size() == shape.bits());
        for (std::size_t j = 0; j < shape.bits(); ++j)
            witness.bits.expose()[j * n + k] = prepared[k].bits.expose()[j];
        for (std::size_t c = 0; c < shape.contests().size(); ++c)
            witness.randomness.expose()[c * n + k] = prepared[k].randomness.expose()[c];
        witness.credential.expose()[k] = credentials[k]->secret.expose();
    }
    return witness;
}

} // namespace

Maker::Maker(const Parameters& parameters, crypto::Random& random)
    : parameters_(parameters), random_(random), bases_(parameters.bases()) {}

std::vector<PreparedBallot> Maker::prepare(std::size_t district,
                                           std::span<const BallotRequest> requests) {
    const WipedStack wiped;
    const Layout& layout = parameters_.layouts().of(district);
    std::vector<PreparedBallot> prepared;
    std::vector<const Credential*> credentials;
    std::vector<Bytes> headers;
    std::vector<crypto::HedgedNonces> nonces;
    crypto::RandomAhead random(random_, requests.size() * crypto::HedgedNonces::random_size);
    for (const auto& request : requests) {
        const auto& credential = *request.credential;
        headers.push_back(
            write_header(parameters_.fingerprint(), {static_cast<std::uint16_t>(district),
                                                     request.counter, credential.encoding}));
        const SecretBytes secret =
            hedge_secret(credential.secret.expose(), request.bits.expose(), {});
        Bytes statement = to_bytes(bytes_of("prepare"));
        append(statement, headers.back());
        nonces.emplace_back(random, secret.expose(), statement);
        prepared.push_back({district,
                            {},
                            BallotBits(request.bits.expose()),
                            SecretVector<G::Scalar>(layout.shape().contests().size())});
        credentials.push_back(&credential);
    }
    SecretVector<G::Scalar> randomness(layout.shape().contests().size() * prepared.size());
    fill(randomness, nonces);
    for (std::size_t k = 0; k < prepared.size(); ++k)
        for (std::size_t c = 0; c < layout.shape().contests().size(); ++c)
            prepared[k].randomness.expose()[c] = randomness.expose()[c * prepared.size() + k];
    const auto witness = witness_of(layout.shape(), prepared, credentials);
    auto encrypted = encrypt_ballots(bases_, layout, witness, std::move(headers));
    for (std::size_t k = 0; k < prepared.size(); ++k)
        prepared[k].header_and_cipher = std::move(encrypted[k]);
    return prepared;
}

std::vector<Bytes> Maker::cast(std::vector<PreparedBallot> prepared,
                               std::span<const Credential* const> credentials) {
    const WipedStack wiped;
    EVOTE_CHECK(prepared.size() == credentials.size());
    if (prepared.empty())
        return {};
    const std::size_t n = prepared.size();
    const Layout& layout = parameters_.layouts().of(prepared.front().district);
    const auto witness = witness_of(layout.shape(), prepared, credentials);
    proof::BallotNonces<G> nonces(layout.shape(), n);
    std::vector<crypto::HedgedNonces> hedged;
    crypto::RandomAhead random(random_, n * crypto::HedgedNonces::random_size);
    std::vector<Bytes> ballots;
    for (std::size_t k = 0; k < n; ++k) {
        EVOTE_CHECK(prepared[k].district == prepared.front().district);
        const SecretBytes secret =
            hedge_secret(credentials[k]->secret.expose(), prepared[k].bits.expose(),
                         prepared[k].randomness.expose());
        Bytes statement = to_bytes(bytes_of("cast"));
        append(statement, prepared[k].header_and_cipher);
        hedged.emplace_back(random, secret.expose(), statement);
        ballots.push_back(std::move(prepared[k].header_and_cipher));
    }
    for (auto* list : {&nonces.s, &nonces.a, &nonces.kappa, &nonces.d0, &nonces.d1})
        fill(*list, hedged);
    return prove_ballots(bases_, layout, witness, std::move(nonces), std::move(ballots));
}

} // namespace evote::ballot

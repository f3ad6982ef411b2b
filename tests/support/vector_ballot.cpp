// SPDX-License-Identifier: Apache-2.0
#include "support/vector_ballot.h"

#include "ballot/proving.h"
#include "base/text.h"
#include "evote/check.h"

#include <algorithm>
#include <string>

namespace evote {

using G = Ristretto255;
using Json = nlohmann::json;

G::Scalar scalar_of_vector(const Json& hex) {
    return G::Scalar::decode(hex_decode(hex.get<std::string>()).value()).value();
}

Bytes ballot_of_vector(const Parameters& parameters, std::size_t district, const Json& vector,
                       std::span<const std::uint8_t> bits) {
    const auto& layout = parameters.layouts().of(district);
    BallotWitness<G> witness(layout.shape(), 1);
    BallotNonces<G> nonces(layout.shape(), 1);
    std::copy(bits.begin(), bits.end(), witness.bits.expose().begin());
    witness.credential.expose()[0] = scalar_of_vector(vector["u"]);
    auto next = vector["nonces"].begin();
    std::size_t contest = 0;
    for (const auto& part : layout.shape().contests()) {
        witness.randomness.expose()[contest] = scalar_of_vector(*next++);
        nonces.s.expose()[contest++] = scalar_of_vector(*next++);
        for (std::size_t i = 0; i < part.shape->bits; ++i)
            nonces.a.expose()[part.bit + i] = scalar_of_vector(*next++);
    }
    nonces.kappa.expose()[0] = scalar_of_vector(*next++);
    nonces.d0.expose()[0] = scalar_of_vector(*next++);
    nonces.d1.expose()[0] = scalar_of_vector(*next++);
    EVOTE_CHECK(next == vector["nonces"].end());

    const BaseTables<G> bases(parameters.bases());
    const auto credential = G::mul_generator(scalar_of_vector(vector["u"])).encode();
    const Header header{static_cast<std::uint16_t>(district), vector["counter"], credential};
    auto encrypted =
        encrypt_ballots(bases, layout, witness, {write_header(parameters.fingerprint(), header)});
    return prove_ballots(bases, layout, witness, std::move(nonces), std::move(encrypted)).front();
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Ballots made by hand: of votes that are none, under other keys, with proofs in another order.
#pragma once

#include "ballot/layout.h"
#include "crypto/random.h"
#include "group/ristretto255.h"

#include <span>
#include <vector>

namespace evote::simulation {

/// When the last commitments of a ballot's proof are chosen.
enum class Commitments {
    before_the_challenge, ///< as it must be
    after_it,             ///< D_0 is solved for, under a challenge that does not hash it
};

/// What a forged ballot is made of. Nothing is checked, and nothing is constant time.
struct ForgedBallot {
    using G = group::Ristretto255;

    const ballot::Layout& layout;
    std::span<const G::Element> keys;
    Bytes header;
    G::Scalar credential;
    std::vector<G::Scalar> votes; ///< a number for each bit
    Commitments commitments = Commitments::before_the_challenge;
    std::vector<G::Scalar> randomness{}; ///< one for each contest; drawn if there is none

    Bytes make(crypto::Random& random) const;
};

/// A small integer as a scalar.
group::Ristretto255::Scalar scalar_of(std::int64_t value);

group::Ristretto255::Scalar random_scalar(crypto::Random& random);

/// The first item of a field of a ballot.
MutableByteView item_of(Bytes& ballot, const ballot::Layout& layout, ballot::Field field);

/// Makes the proof of the credential anew, under the challenges that the ballot has now.
void prove_credential_again(Bytes& ballot, const ballot::Layout& layout,
                            const group::Ristretto255::Scalar& credential, crypto::Random& random);

} // namespace evote::simulation

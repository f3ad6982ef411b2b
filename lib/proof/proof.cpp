// SPDX-License-Identifier: Apache-2.0
// The templates of this room for the groups that elections run in.
#include "proof/ballot_check.impl.h"
#include "proof/ballot_prover.impl.h"

#include "evote/group/ristretto255.h"

namespace evote {

template class BallotProver<Ristretto255>;
template bool credential_holds(const BallotValues<Ristretto255>&, const Challenges<Ristretto255>&);
template bool encryption_holds(const BallotShape&, const CheckBases<Ristretto255>&,
                               const BallotValues<Ristretto255>&, const Challenges<Ristretto255>&);
template bool rules_hold(const BallotShape&, const BallotValues<Ristretto255>&,
                         const Challenges<Ristretto255>&);
template bool bits_hold(const BallotShape&, const CheckBases<Ristretto255>&,
                        const BallotValues<Ristretto255>&, const Challenges<Ristretto255>&);
template void add_to_combination(const BallotShape&, std::span<const Ristretto255::Scalar>,
                                 const Ristretto255::Scalar&, const Ristretto255::Scalar&,
                                 const Challenges<Ristretto255>&, std::span<const Weight>,
                                 FixedPart<Ristretto255>&, std::span<Ristretto255::Scalar>);
template Ristretto255::Element fixed_sum_vartime(const FixedPart<Ristretto255>&,
                                                 const CheckBases<Ristretto255>&);

} // namespace evote

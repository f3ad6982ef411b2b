// SPDX-License-Identifier: Apache-2.0
// The templates of this room for the groups that elections run in.
#include "proof/ballot_check.impl.h"
#include "proof/ballot_prover.impl.h"

#include "evote/group/ristretto255.h"

namespace evote::proof {

template class BallotProver<group::Ristretto255>;
template bool credential_holds(const BallotValues<group::Ristretto255>&,
                               const Challenges<group::Ristretto255>&);
template bool encryption_holds(const BallotShape&, const CheckBases<group::Ristretto255>&,
                               const BallotValues<group::Ristretto255>&,
                               const Challenges<group::Ristretto255>&);
template bool rules_hold(const BallotShape&, const BallotValues<group::Ristretto255>&,
                         const Challenges<group::Ristretto255>&);
template bool bits_hold(const BallotShape&, const CheckBases<group::Ristretto255>&,
                        const BallotValues<group::Ristretto255>&,
                        const Challenges<group::Ristretto255>&);
template void add_to_combination(const BallotShape&, std::span<const group::Ristretto255::Scalar>,
                                 const group::Ristretto255::Scalar&,
                                 const group::Ristretto255::Scalar&,
                                 const Challenges<group::Ristretto255>&,
                                 std::span<const group::Weight>, FixedPart<group::Ristretto255>&,
                                 std::span<group::Ristretto255::Scalar>);
template group::Ristretto255::Element fixed_sum_vartime(const FixedPart<group::Ristretto255>&,
                                                        const CheckBases<group::Ristretto255>&);

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
// The templates of this room for the groups that elections run in.
#include "group/ristretto255.h"
#include "proof/ballot_prover.impl.h"
#include "proof/combination.impl.h"
#include "proof/exact_check.impl.h"

namespace evote::proof {

template class BallotProver<group::Ristretto255>;
template class Combination<group::Ristretto255>;
template class ExactCheck<group::Ristretto255>;

} // namespace evote::proof

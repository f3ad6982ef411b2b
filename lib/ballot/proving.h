// SPDX-License-Identifier: Apache-2.0
// The steps of Maker with every nonce given from outside: what known-answer tests need.
#pragma once

#include "ballot/layout.h"
#include "group/ristretto255.h"
#include "proof/ballot_prover.h"

namespace evote::ballot {

/// Encrypts n = headers.size() ballots of one district: header and cipher of each.
std::vector<Bytes> encrypt_ballots(const proof::BaseTables<group::Ristretto255>& bases,
                                   const Layout& layout,
                                   const proof::BallotWitness<group::Ristretto255>& witness,
                                   std::vector<Bytes> headers);

/// Completes them with commitments and responses.
std::vector<Bytes> prove_ballots(const proof::BaseTables<group::Ristretto255>& bases,
                                 const Layout& layout,
                                 const proof::BallotWitness<group::Ristretto255>& witness,
                                 proof::BallotNonces<group::Ristretto255>&& nonces,
                                 std::vector<Bytes> ballots);

} // namespace evote::ballot

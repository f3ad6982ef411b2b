// SPDX-License-Identifier: Apache-2.0
// The steps of BallotMaker with every nonce given from outside: what known-answer tests need.
#pragma once

#include "evote/protocol/ballot_maker.h"

namespace evote::protocol {

/// Writes the header of one ballot.
Bytes ballot_header(const Election& election, std::size_t district, std::uint64_t counter,
                    ByteView credential);

/// Encrypts n = headers.size() ballots of one district: header and cipher of each.
std::vector<Bytes> encrypt_ballots(const proof::Bases<group::Ristretto255>& bases,
                                   const BallotLayout& layout,
                                   const proof::BallotWitness<group::Ristretto255>& witness,
                                   std::vector<Bytes> headers);

/// Completes them with commitments and responses.
std::vector<Bytes> prove_ballots(const proof::Bases<group::Ristretto255>& bases,
                                 const BallotLayout& layout,
                                 const proof::BallotWitness<group::Ristretto255>& witness,
                                 proof::BallotNonces<group::Ristretto255>&& nonces,
                                 std::vector<Bytes> ballots);

} // namespace evote::protocol

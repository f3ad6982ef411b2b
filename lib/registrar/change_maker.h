// SPDX-License-Identifier: Apache-2.0
// What one registrar adds to a roll change.
#pragma once

#include "record/numbered_voters.h"
#include "registrar/registrar_secret.h"
#include "registrar/unfinished_change.h"

#include <cstdint>

namespace evote::registrar {

/// An election as its registrars see it after it was sealed.
struct RegistrarsView {
    const record::OpenRecord& record;
    const record::NumberedVoters& voters;
    const record::RollHistory& history; ///< of the record's log
    std::uint64_t log_size;
};

/// ErrorCode::wrong_key unless the record's board.json names this registrar's key,
/// ErrorCode::wrong_election if it is of another list than the secret.
Outcome must_be_registrar_of(const RegistrarSecret& secret, const RegistrarsView& election);

/// The credential that the voter with this number has now. ErrorCode::usage for a number that
/// nobody has, ErrorCode::refused for a voter who was revoked.
Result<ByteArray<32>> present_credential(std::uint64_t number, const RegistrarsView& election);

/// What was added.
struct AddedParts {
    bool half = false;
    bool signature = false;
};

/// Adds what this registrar can: its half, and once all halves are there its signature. Nothing is
/// on the disk: save the secret before the change leaves this machine. The half is that of a new
/// issue of the voter's code, which was never in this log. Signs only with the half that this
/// secret made last for the voter (otherwise ErrorCode::bad_half), and only one change with it
/// (ErrorCode::already_signed). ErrorCode::invalid for a change that is not about the present
/// credential of this voter, or that the board would refuse now.
Result<AddedParts> add_parts(UnfinishedChange& change, std::uint64_t number,
                             RegistrarSecret& secret, const RegistrarsView& election,
                             crypto::Random& random);

} // namespace evote::registrar

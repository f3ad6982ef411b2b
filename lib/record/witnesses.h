// SPDX-License-Identifier: Apache-2.0
// Whether enough witnesses have signed the last checkpoint of a record's log.
#pragma once

#include "protocol/keys.h"
#include "record/election_files.h"
#include "record/record_folder.h"

namespace evote::record {

/// Whether the witnesses, if there are any, differ in name and key from the board and from all
/// trustees; otherwise ErrorCode::malformed, in board.json.
Outcome check_witness_keys(const RecordFolder& folder, const BoardFile& board,
                           const protocol::PublicKeys& keys);

/// Who of the witnesses has signed this checkpoint, over board/checkpoint and board/closed. A file
/// that is missing, damaged or of another checkpoint counts nothing. Fails only when the system
/// does.
Result<board::WitnessCount> count_witnesses(const RecordFolder& folder, const BoardFile& board,
                                            const board::Checkpoint& checkpoint);

/// A time in seconds since 1970 as people write it: "2023-03-19T08:00:00Z", or the number itself
/// for one after the year 9999.
std::string time_text(std::uint64_t seconds);

/// ErrorCode::too_few_witnesses unless the quorum has signed this checkpoint, or no witnesses are
/// named.
Outcome must_be_witnessed(const RecordFolder& folder, const BoardFile& board,
                          const board::Checkpoint& checkpoint);

} // namespace evote::record

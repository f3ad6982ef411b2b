// SPDX-License-Identifier: Apache-2.0
// The decryptions that trustees add to a record, sorted into good and bad.
#pragma once

#include "protocol/decryption.h"
#include "record/record_folder.h"

#include <cstdint>
#include <vector>

namespace evote::record {

/// tally.json, unchecked: trustees and auditors establish whether it is the sum of the ballots.
/// ErrorCode::step_missing if it is missing, ErrorCode::invalid if it is no tally of this election.
Result<protocol::TallyFile> read_tally(const RecordFolder& folder,
                                       const protocol::Election& election);

/// What is in decryptions/.
struct SharesOfRecord {
    std::vector<protocol::CheckedShare> good; ///< valid for the tally, in the order of trustees
    std::vector<std::uint16_t> bad;           ///< trustees whose share is not valid
    std::vector<Error> faults;                ///< what is wrong with each of the bad ones
};

/// Reads and checks the existing shares. Fails only when the system does.
Result<SharesOfRecord> read_shares(const RecordFolder& folder, const protocol::Election& election,
                                   const protocol::TallyFile& tally);

} // namespace evote::record

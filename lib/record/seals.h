// SPDX-License-Identifier: Apache-2.0
// The trustees' seals: what each of them signs, and those of a record sorted into good and bad.
#pragma once

#include "protocol/election.h"
#include "record/record_folder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace evote::record {

/// A trustee's signature under the whole election: the lines "evote-seal-1" and the fingerprint in
/// hex.
struct SealNote {
    Digest32 fingerprint{};

    std::string text(const protocol::Manifest& manifest) const;
    static Result<SealNote> parse(std::string_view text, const protocol::Manifest& manifest);
};

/// The existing seals, each verified with the keys in keys.json.
struct SealsOfRecord {
    std::vector<std::uint16_t> good; ///< trustees who signed the election's fingerprint
    std::vector<Error> faults;       ///< of the others
};

Result<SealsOfRecord> read_seals(const RecordFolder& folder, const protocol::Election& election);

} // namespace evote::record

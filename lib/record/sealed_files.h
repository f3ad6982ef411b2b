// SPDX-License-Identifier: Apache-2.0
// The four files that a fingerprint covers, as bytes: whether they are the ones that were sealed
// can be said before anything in them is understood.
#pragma once

#include "record/election_files.h"
#include "record/record_folder.h"

#include <array>

namespace evote::record {

/// One of the four files, and the hash that election.json has of it.
struct SealedFile {
    std::filesystem::path path;
    Digest32 hash{};
};

/// Manifest, keys, roll and board.
std::array<SealedFile, 4> sealed_files(const RecordFolder& folder, const ElectionFile& election);

/// ErrorCode::changed unless the fingerprint in election.json is that of its four hashes.
Outcome check_own_fingerprint(const RecordFolder& folder, const ElectionFile& election);

/// ErrorCode::changed, with the file, unless the file has its hash. It is read in pieces.
Outcome check_sealed_file(const SealedFile& file);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// Strict reading of what an election is, before its log.
#pragma once

#include "evote/board/log_reader.h"
#include "evote/protocol/election.h"
#include "evote/protocol/roll.h"
#include "evote/record/election_files.h"
#include "evote/record/record_folder.h"

namespace evote {

/// Status::refused if the file is not there: it is missing, and this command makes it.
Outcome must_be_there(const std::filesystem::path& path, std::string_view command);

/// The files of a record, each read strictly. The error names the file: Status::refused if it is
/// not there, Status::malformed or Status::invalid for what it holds.
Result<Manifest> read_manifest(const RecordFolder& folder);
Result<PublicKeys> read_keys(const RecordFolder& folder, const Manifest& manifest);
Result<Roll> read_roll(const RecordFolder& folder, const Manifest& manifest);
Result<BoardFile> read_board(const RecordFolder& folder, const Manifest& manifest);
Result<ElectionFile> read_election(const RecordFolder& folder);

/// What of election.json is not so: Status::invalid with the place ("keys", "fingerprint", ...).
Outcome check_election(const ElectionFile& file, const ElectionFile& computed,
                       const RecordFolder& folder);

/// The sealed part of a record, consistent: election.json has the hashes of the other four files,
/// and the fingerprint computed from them. Whose seals are under it is for the audit.
struct OpenRecord {
    RecordFolder folder;
    Election election;
    Roll roll;
    BoardFile board;

    /// Status::malformed if the folder is no record at all; Status::refused if a file is not there
    /// yet; Status::invalid for every kind of damage.
    static Result<OpenRecord> open(const RecordFolder& folder);

    const Manifest& manifest() const { return election.manifest(); }

    /// The log, its checkpoint verified.
    Result<LogReader> open_log() const;
};

/// Status::malformed if the folder holds nothing of a record.
Outcome must_be_record(const RecordFolder& folder);

} // namespace evote

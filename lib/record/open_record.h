// SPDX-License-Identifier: Apache-2.0
// Strict reading of everything that defines an election, without its log.
#pragma once

#include "board/log_reader.h"
#include "protocol/election.h"
#include "protocol/roll.h"
#include "record/election_files.h"
#include "record/record_folder.h"

namespace evote::record {

/// ErrorCode::step_missing if the file is missing; the message names the command that makes it.
Outcome must_be_there(const std::filesystem::path& path, std::string_view command);

/// The files of a record, each read strictly. The error names the file: ErrorCode::step_missing if
/// it is missing, of ErrorKind::malformed or invalid for its content.
Result<protocol::Manifest> read_manifest(const RecordFolder& folder);
Result<protocol::PublicKeys> read_keys(const RecordFolder& folder,
                                       const protocol::Manifest& manifest);
Result<protocol::Roll> read_roll(const RecordFolder& folder, const protocol::Manifest& manifest);
Result<BoardFile> read_board(const RecordFolder& folder, const protocol::Manifest& manifest);
Result<ElectionFile> read_election(const RecordFolder& folder);

/// What is wrong in election.json: ErrorCode::changed with the place ("keys", "fingerprint", ...).
Outcome check_election(const ElectionFile& file, const ElectionFile& computed,
                       const RecordFolder& folder);

/// The sealed part of a record, consistent: election.json has the hashes of the other four files,
/// and the fingerprint computed from them. Who has sealed it is checked by the audit.
struct OpenRecord {
    RecordFolder folder;
    protocol::Election election;
    protocol::Roll roll;
    BoardFile board;

    /// ErrorCode::not_a_record if the folder is not a record at all; ErrorCode::step_missing if a
    /// file does not exist yet; of ErrorKind::invalid for every kind of damage.
    static Result<OpenRecord> open(const RecordFolder& folder);

    const protocol::Manifest& manifest() const { return election.manifest(); }

    /// The log, its checkpoint verified.
    Result<board::LogReader> open_log() const;
};

/// ErrorCode::not_a_record if the folder contains nothing of a record.
Outcome must_be_record(const RecordFolder& folder);

} // namespace evote::record

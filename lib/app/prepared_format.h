// SPDX-License-Identifier: Apache-2.0
// The bytes of the file between preparing a ballot and casting or auditing it.
//
// "evote-prepared-1\n" || u16 length || path of the record || u32 length || header and cipher ||
// credential secret || per contest: randomness || the bits of all contests, a byte each.
// Once it is decided: "evote-cast-1\n" or "evote-audited-1\n" || tracker || ballot or opening.
#pragma once

#include "ballot/maker.h"
#include "record/open_record.h"

#include <optional>
#include <string>

namespace evote::app {

/// A prepared ballot, and the credential that it is cast with.
struct SavedBallot {
    ballot::PreparedBallot prepared;
    ballot::Credential credential;
};

SecretBytes write_prepared(const std::string& record, const ballot::PreparedBallot& prepared,
                           const ballot::Credential& credential);

/// The public parts of the file, and where the secret ones begin: views of the bytes that were
/// split.
struct PreparedParts {
    std::string record; ///< path of the folder
    ByteView header_and_cipher;
    ByteView secrets;
};

/// Nothing for another file.
std::optional<PreparedParts> split_prepared(ByteView file);

/// ErrorCode::wrong_election if the ballot is of another election than `record`,
/// ErrorCode::malformed for a damaged one.
Result<SavedBallot> read_prepared(const PreparedParts& parts, const record::OpenRecord& record);

/// "this is not a prepared ballot, or it is damaged"
Error no_prepared_ballot();

/// What became of a prepared ballot.
enum class Fate { cast, audited };

/// A prepared ballot whose fate is decided, with the resulting file: ballot or opening.
struct DecidedBallot {
    Fate fate = Fate::cast;
    Digest32 tracker{};
    Bytes file;
};

Bytes write_decision(const DecidedBallot& ballot);

/// Nothing for another file.
std::optional<DecidedBallot> read_decision(ByteView file);

/// The fingerprint of the election that the ballot is of; nothing if the file is damaged.
std::optional<Digest32> fingerprint_of(const DecidedBallot& ballot);

} // namespace evote::app

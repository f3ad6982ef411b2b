// SPDX-License-Identifier: Apache-2.0
// Who has which credential by a log as it is: the sealed roll and all valid roll changes since.
#pragma once

#include "crypto/random.h"
#include "protocol/changed_roll.h"
#include "record/open_record.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {
class EntryVerifier;
} // namespace evote::protocol

namespace evote::record {

/// A valid roll change.
struct LoggedChange {
    std::uint64_t entry = 0; ///< its index in the log
    std::uint32_t voter = 0; ///< place in the roll
    ballot::RollChange change;
    Bytes bytes; ///< of the entry
};

/// A registrar's half in a roll change, if the change has halves.
std::optional<ByteArray<32>> half_in(const LoggedChange& change, std::uint8_t registrar,
                                     std::uint8_t registrars);

/// The roll changes of a log. Only they are verified; whether the log has the root of its
/// checkpoint is not checked.
class RollHistory {
  public:
    /// The roll as it was sealed. Here and below the record outlives the object, and is not moved
    /// meanwhile.
    static RollHistory sealed(const OpenRecord& record);

    /// From the log, which is read as a whole; of an election without registrars nothing is read.
    /// `random` gives the weights of batches.
    static Result<RollHistory> read(const OpenRecord& record, crypto::Random& random);

    /// The same; nothing if the record lacks the log, as a voter's device may.
    static Result<std::optional<RollHistory>> read_if_there(const OpenRecord& record,
                                                            crypto::Random& random);

    /// Reads what the log has got since; see read(). ErrorCode::rolled_back, and nothing changes,
    /// if it has fewer entries than were read.
    Outcome read_on(const OpenRecord& record, crypto::Random& random);

    /// How many entries of the log were read.
    std::uint64_t entries() const { return log_ ? log_->size : 0; }

    protocol::CredentialStanding of(const ByteArray<32>& credential) const {
        return roll_.of(credential);
    }

    const protocol::ChangedRoll& roll() const { return roll_; }

    /// All credentials that a voter has had, from that of the sealed roll to the last one. A
    /// voter is a place in the roll.
    std::vector<ByteArray<32>> credentials_of(std::size_t voter) const;

    /// Of the log that was read; none for the roll as it was sealed, and without registrars.
    const std::optional<board::TreeHead>& log() const { return log_; }

    /// In the order of the log.
    std::span<const LoggedChange> changes() const { return changes_; }

  private:
    explicit RollHistory(const OpenRecord& record) : roll_(record.roll) {}

    Outcome take_all(const OpenRecord& record, const board::LogReader& log, crypto::Random& random);
    void take(protocol::EntryVerifier& verifier, std::uint64_t index, ByteView entry);

    protocol::ChangedRoll roll_;
    std::vector<LoggedChange> changes_;
    std::optional<board::TreeHead> log_; // of which the entries were read
    bool closed_ = false;                // by the closing entry, after which nothing counts
};

/// Whether the log of a record is there, or only a part of it.
bool has_log(const OpenRecord& record);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// Which code of a voter is in effect: the record decides, and no code is shown whose half is not a
// part of the voter's present credential.
#pragma once

#include "record/numbered_voters.h"
#include "record/sealed_record.h"
#include "registrar/registrar_secret.h"

#include <memory>
#include <mutex>
#include <optional>

namespace evote::service {

/// The codes of one registrar. Thread-safe.
class PresentCodes {
  public:
    /// Reads the registrars' files and the log. ErrorCode::wrong_key or wrong_election for the
    /// secret of another registrar or list.
    static Result<std::unique_ptr<PresentCodes>>
    read(record::SealedRecord record, registrar::RegistrarSecret secret, crypto::Random& random);

    const record::SealedRecord& record() const { return *record_; }

    const registrar::RegistrarSecret& secret() const { return secret_; }

    std::uint64_t voters() const { return voters_.size(); }

    /// How many entries of the log are known.
    std::uint64_t entries() const { return history()->entries(); }

    /// Reads what the log has got since. Errors as RollHistory::read_on; what was known stays.
    Outcome refresh(crypto::Random& random);

    /// Which issue of the code is in effect for a number, 1 to voters(). Nothing for a voter who
    /// was revoked. ErrorCode::invalid if no issue of this secret's codes is.
    Result<std::optional<std::uint32_t>> issue(std::uint64_t number) const;

    /// The code of that issue, as it is printed.
    SecretBytes code(std::uint64_t number, std::uint32_t issue) const;

  private:
    using History = std::shared_ptr<const record::RollHistory>;

    PresentCodes(std::unique_ptr<const record::SealedRecord> record,
                 registrar::RegistrarSecret secret, record::NumberedVoters voters, History history)
        : record_(std::move(record)),
          secret_(std::move(secret)),
          voters_(std::move(voters)),
          history_(std::move(history)) {}

    History history() const;
    std::optional<ByteArray<32>> present_half(std::uint32_t place,
                                              const record::RollHistory& history) const;

    std::unique_ptr<const record::SealedRecord> record_; // what the others refer to
    registrar::RegistrarSecret secret_;
    record::NumberedVoters voters_;
    mutable std::mutex mutex_; // guards the pointer
    History history_;
};

} // namespace evote::service

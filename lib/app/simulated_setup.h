// SPDX-License-Identifier: Apache-2.0
// The trustees and the board of a simulated election: ceremony, seal, decryption.
#pragma once

#include "app/simulate.h"
#include "board/log_writer.h"
#include "protocol/decryption.h"
#include "record/sealed_record.h"
#include "record/trustee_secret.h"

#include <vector>

namespace evote::app {

/// All trustees in one place, each with its notes in the record.
class SimulatedSetup {
  public:
    /// Copies the manifest into the record, holds the ceremony, writes keys.json and the trustees'
    /// secret files. ErrorCode::already_there if the record exists already.
    static Result<SimulatedSetup> make(const SimulateOptions& options, Console& console);

    const protocol::Manifest& manifest() const { return manifest_; }

    /// Writes roll, board.json, election.json, the board's key, the empty log and all seals.
    Result<record::SealedRecord> seal(ByteView roll) const;

    /// The log of the sealed record, for appending.
    Result<board::LogWriter> open_log(const record::OpenRecord& record) const;

    /// Decrypts tally.json with as many of the first trustees as are needed, and writes their
    /// shares and result.json.
    Result<protocol::Tally> decrypt(const record::OpenRecord& record) const;

  private:
    SimulatedSetup(record::RecordFolder folder, protocol::Manifest manifest,
                   const std::string& seed);

    Outcome hold_ceremony();
    Outcome put(record::CeremonyRound round, std::uint16_t trustee, const std::string& text) const;
    Outcome save_secrets() const;
    std::filesystem::path secret_file(std::uint16_t trustee) const;
    Outcome remember_seal(std::uint16_t trustee, const Digest32& fingerprint) const;
    std::filesystem::path private_file(std::string_view name) const;
    board::NoteSigner board_signer() const;

    record::RecordFolder folder_;
    protocol::Manifest manifest_;
    std::string seed_;
    std::vector<record::TrusteeSecret> secrets_;
};

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
// The trustees and the board of a simulated election: ceremony, seal, decryption.
#pragma once

#include "board/log_writer.h"
#include "protocol/decryption.h"
#include "record/sealed_record.h"
#include "record/trustee_secret.h"

#include <string>
#include <vector>

namespace evote::simulation {

/// A folder beside the record, named after it.
std::filesystem::path beside(const record::RecordFolder& folder, std::string_view suffix);

/// All trustees in one place, each with its notes in the record. The secrets of the trustees
/// (passphrase: "simulation") and of the board go to a folder beside the record, named after it
/// with ".private".
class SimulatedSetup {
  public:
    /// Copies the manifest into the record, holds the ceremony, writes keys.json and the trustees'
    /// secret files. The seed determines everything but ciphers and proofs.
    /// ErrorCode::already_there if the record exists already.
    static Result<SimulatedSetup> make(const std::filesystem::path& record,
                                       const std::filesystem::path& manifest,
                                       const std::string& seed);

    const record::RecordFolder& folder() const { return folder_; }

    const protocol::Manifest& manifest() const { return manifest_; }

    const std::string& seed() const { return seed_; }

    /// The secrets of all trustees, in order.
    const std::vector<record::TrusteeSecret>& secrets() const { return secrets_; }

    board::NoteSigner board_signer() const;

    std::filesystem::path private_folder() const;

    /// Writes roll, board.json, election.json, the board's key, the empty log and all seals.
    Result<record::SealedRecord> seal(ByteView roll) const;

    /// The log of the sealed record, for appending.
    Result<board::LogWriter> open_log() const;

    /// The decryption of a tally by trustees from `first` on, as many as are needed, and what
    /// follows from it.
    struct Decryption {
        std::vector<protocol::DecryptionShare> shares;
        protocol::Tally result;
    };

    Result<Decryption> decrypt(const protocol::Election& election, const protocol::TallyFile& tally,
                               std::uint16_t first = 1) const;

    /// Decrypts tally.json with the first trustees, and writes their shares and result.json.
    Result<protocol::Tally> decrypt(const record::OpenRecord& record) const;

    /// A note of a trustee, as it signs it.
    Bytes sign(std::uint16_t trustee, const std::string& text) const;

  private:
    SimulatedSetup(record::RecordFolder folder, protocol::Manifest manifest,
                   const std::string& seed);

    Outcome hold_ceremony();
    Outcome put(record::CeremonyRound round, std::uint16_t trustee, const std::string& text) const;
    Outcome save_secrets() const;
    std::filesystem::path secret_file(std::uint16_t trustee) const;
    Outcome remember_seal(std::uint16_t trustee, const Digest32& fingerprint) const;

    record::RecordFolder folder_;
    protocol::Manifest manifest_;
    std::string seed_;
    std::vector<record::TrusteeSecret> secrets_;
};

} // namespace evote::simulation

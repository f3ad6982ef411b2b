// SPDX-License-Identifier: Apache-2.0
// The trustees and the board of a simulated election: ceremony, seal, decryption.
#pragma once

#include "evote/app/simulate.h"
#include "evote/board/log_writer.h"
#include "evote/protocol/decryption.h"
#include "evote/record/open_record.h"
#include "evote/record/trustee_secret.h"

#include <vector>

namespace evote {

/// All trustees in one place, each with his notes in the record.
class SimulatedSetup {
  public:
    /// Copies the manifest into the record, holds the ceremony, writes keys.json and the trustees'
    /// secret files. Status::refused if the record is there already.
    static Result<SimulatedSetup> make(const SimulateOptions& options, Console& console);

    const Manifest& manifest() const { return manifest_; }

    /// Writes roll, board.json, election.json, the board's key, the empty log and all seals.
    Result<OpenRecord> seal(ByteView roll) const;

    /// The log of the sealed record, for appending.
    Result<LogWriter> open_log(const OpenRecord& record) const;

    /// Decrypts tally.json with the first trustees, as many as are needed, and writes their shares
    /// and result.json.
    Result<Tally> decrypt(const OpenRecord& record) const;

  private:
    SimulatedSetup(RecordFolder folder, Manifest manifest, const std::string& seed);

    Outcome hold_ceremony();
    Outcome put(CeremonyRound round, std::uint16_t trustee, const std::string& text) const;
    Outcome save_secrets() const;
    std::filesystem::path private_file(std::string_view name) const;
    NoteSigner board_signer() const;

    RecordFolder folder_;
    Manifest manifest_;
    std::string seed_;
    std::vector<TrusteeSecret> secrets_;
};

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Whoever attacks a simulated election knows every secret of it: those of all trustees, of the
// board and of all voters.
#pragma once

#include "simulation/electorate.h"
#include "simulation/simulated_setup.h"
#include "simulation/voting.h"

#include <optional>
#include <string>

namespace evote::simulation {

/// A record in the hands of an attacker, who leaves as little as possible to be seen: whoever
/// changes the log signs it again, and counts again what is in it.
class Attacker {
  public:
    /// All of them outlive the object. `record` is sealed.
    Attacker(const SimulatedSetup& setup, const Electorate& electorate, record::SealedRecord record,
             record::LogWork work);

    const SimulatedSetup& setup() const { return setup_; }

    const Electorate& electorate() const { return electorate_; }

    const record::SealedRecord& record() const { return record_; }

    const record::RecordFolder& folder() const { return record_.folder; }

    const protocol::Election& election() const { return record_.election; }

    const protocol::Manifest& manifest() const { return record_.election.manifest(); }

    const record::LogWork& work() const { return work_; }

    crypto::Random& random() const { return crypto::system_random(); }

    /// The fingerprint that the trustees announced.
    const Digest32& announced() const { return announced_; }

    /// What an observer copied when the voting was over, if the attack can be seen only there.
    const std::optional<std::filesystem::path>& older() const { return older_; }

    /// A file of the record, read or replaced.
    Result<std::string> text(const std::filesystem::path& file) const;
    Outcome put(const std::filesystem::path& file, ByteView bytes) const;
    /// Removes a file or folder of the record.
    Outcome remove(const std::filesystem::path& path) const;

    /// All trustees seal what is in the record, and announce its fingerprint.
    Outcome seal_again();
    /// The same, and then all is as in an honest election until it is closed.
    Outcome seal_again_and_vote();

    /// The entries of the log, the closing one included.
    Result<std::vector<Bytes>> entries() const;
    /// A log of these entries only, signed by the board; closed if it ends as a closed one does.
    Outcome sign_log(std::span<const Bytes> entries) const;
    /// The tally of what is in the log, its decryptions and the result, in place of others.
    Outcome count() const;
    /// Both.
    Outcome sign_and_count(std::span<const Bytes> entries) const;

    /// tally.json and its hash.
    Result<protocol::TallyFile> tally() const;
    /// Decryptions in place of others, and a result.
    Outcome put_decryption(const SimulatedSetup::Decryption& made) const;

    /// Leaves a copy of the record, without its tally and what follows from it, beside it: DIR and
    /// ".older".
    Outcome keep_older();

    /// The announced fingerprint stays what it is, whatever the record becomes.
    Outcome replace_record(const std::filesystem::path& other) const;

  private:
    const SimulatedSetup& setup_;
    const Electorate& electorate_;
    record::SealedRecord record_;
    record::LogWork work_;
    Digest32 announced_;
    std::optional<std::filesystem::path> older_;
};

/// ErrorCode::usage: the simulated election is not one in which the attack is possible.
Outcome not_possible(Message why);
/// Unless there are at least so many trustees.
Outcome need_trustees(const Attacker& attacker, std::size_t least);

} // namespace evote::simulation

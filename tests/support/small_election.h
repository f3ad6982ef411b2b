// SPDX-License-Identifier: Apache-2.0
// A whole election in a folder, made with the library in a few lines.
#pragma once

#include "ballot/maker.h"
#include "ballot/roll_change.h"
#include "protocol/decryption.h"
#include "protocol/half_maker.h"
#include "record/ceremony_folder.h"
#include "record/log_verification.h"
#include "record/sealed_record.h"
#include "record/trustee_secret.h"
#include "support/must.h"
#include "support/rooms.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// One contest of two options, one of which is chosen; all voters in one district.
std::string tiny_manifest(unsigned trustees, unsigned threshold,
                          const std::string& revote = "last");

/// The same manifest with registrars.
std::string with_registrars(std::string manifest, unsigned registrars);

/// What a voter chooses in the contests of the ballot: places of options, contest by contest.
using Choices = std::vector<std::vector<std::size_t>>;

struct SmallVoter {
    std::size_t district = 0;
    std::uint64_t weight = 1;
};

/// The steps of an election, to be called in order. Everything is derived from the seed.
class SmallElection {
  public:
    SmallElection(std::filesystem::path folder, const std::string& manifest,
                  std::string_view seed = "small election");

    /// All notes of all trustees, and keys.json.
    void hold_ceremony();

    /// Who must sign the final checkpoint; called before seal().
    void name_witnesses(WitnessPolicy witnesses) { witnesses_ = std::move(witnesses); }

    /// What registrars are that are not drawn at random; called before seal().
    struct KnownRegistrar {
        NoteSigner signer;
        HalfMaker::Codes codes; ///< by the place of the voter
        Digest32 list{};
    };

    void know_registrars(std::vector<KnownRegistrar> registrars) {
        known_registrars_ = std::move(registrars);
    }

    /// With registrars also their files. Roll, board.json, election.json, the empty log, and the
    /// seals of all trustees.
    void seal(std::span<const SmallVoter> voters);
    /// Only the seals, of what is in the folder; the secrets remember the first ones.
    void put_seals();

    /// A ballot of a voter, not yet in the log.
    Bytes ballot(std::size_t voter, const Choices& choices, std::uint64_t counter);
    /// The same, but only prepared.
    ballot::PreparedBallot prepare(std::size_t voter, const Choices& choices,
                                   std::uint64_t counter);
    /// A ballot with the right counter, appended to the log.
    void vote(std::size_t voter, const Choices& choices);
    /// A roll change by all registrars that is valid below this index, not yet in the log. After
    /// replace() the voter has the new credential; the counter goes on.
    Bytes replace(std::size_t voter, std::uint64_t until = UINT64_MAX);
    Bytes revoke(std::size_t voter, std::uint64_t until = UINT64_MAX);
    /// Arbitrary bytes, appended to the log unchanged.
    void append(const std::vector<Bytes>& entries);
    /// The closing entry and the mark.
    void close();

    /// tally.json.
    void aggregate();
    /// decryptions/<trustee>.json.
    void decrypt(std::uint16_t trustee);
    /// result.json, from these trustees' shares.
    void combine(const std::vector<std::uint16_t>& trustees);

    /// All steps, for an election with tiny_manifest(): all voters choose option 0, and the first
    /// trustees decrypt.
    void run(std::size_t voters);

    const RecordFolder& folder() const { return folder_; }

    const Manifest& manifest() const { return manifest_; }

    const SealedRecord& record() const { return *record_; }

    TrusteeSecret& secret(std::uint16_t trustee) { return secrets_[trustee - std::size_t{1}]; }

    const NoteSigner& board() const { return *board_; }

    const Credential& credential(std::size_t voter) const { return credentials_[voter]; }

    const NoteSigner& registrar(std::uint8_t i) const { return registrars_[i - std::size_t{1}]; }

    /// The code that the voter holds on paper; with registrars, that of one of them.
    std::string code(std::size_t voter, std::uint8_t registrar = 1) const;

    /// The verified log, as the tools see it.
    LogVerification verify(unsigned threads = 1) const;
    TallyFile tally_file() const;
    DecryptionShare share(std::uint16_t trustee) const;

  private:
    void put_note(CeremonyRound round, std::uint16_t trustee, const std::string& text);
    void write_roll(std::span<const SmallVoter> voters);
    void draw_codes(std::span<const SmallVoter> voters);
    std::vector<Half> draw_halves(std::size_t voter);
    void hide_code(std::size_t voter, std::size_t registrar, const SecretBytes& text);
    void write_halves(std::span<const SmallVoter> voters);
    Bytes sign(Bytes change) const;

    RecordFolder folder_;
    Manifest manifest_;
    SeededRandom random_;
    std::vector<TrusteeSecret> secrets_;
    std::optional<NoteSigner> board_;
    std::optional<WitnessPolicy> witnesses_;
    std::vector<KnownRegistrar> known_registrars_;
    std::vector<NoteSigner> registrars_;
    std::vector<Credential> credentials_; // in the order of the voters, not of the roll
    // Of each voter and registrar, inverted, so that no search of memory finds codes here.
    std::vector<std::vector<Bytes>> hidden_codes_;
    std::vector<SmallVoter> voters_;
    std::vector<std::uint64_t> counters_;
    std::optional<SealedRecord> record_;
};

} // namespace evote

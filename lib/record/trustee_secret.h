// SPDX-License-Identifier: Apache-2.0
// A trustee's secret file: an age file under a passphrase, outside the record. It also remembers
// what the trustee has signed, so that a repeated command makes the same note again, and the one
// election that it seals and decrypts.
#pragma once

#include "board/note.h"
#include "protocol/decryption.h"
#include "protocol/polynomials.h"
#include "record/ceremony_notes.h"
#include "record/sealed_record.h"
#include "secretfile/age.h"
#include "secretfile/passphrase_file.h"

#include <array>
#include <filesystem>
#include <optional>

namespace evote::record {

/// What a trustee of one election keeps to itself.
class TrusteeSecret {
  public:
    using Scalar = group::Ristretto255::Scalar;

    /// A new trustee with new secrets.
    static TrusteeSecret create(const protocol::Manifest& manifest, std::uint16_t trustee,
                                std::string name, crypto::Random& random);

    /// Reads what encode() wrote (docs/record.md, "A trustee's secret file"). ErrorCode::malformed
    /// for anything else, ErrorCode::unsupported for the format before this one,
    /// ErrorCode::wrong_election for a secret of another election.
    static Result<TrusteeSecret> parse(ByteView bytes, const protocol::Manifest& manifest);
    SecretBytes encode() const;

    std::uint16_t trustee() const { return trustee_; }

    const std::string& name() const { return name_; }

    const board::NoteSigner& signer() const { return signer_; }

    const secretfile::AgeIdentity& identity() const { return identity_; }

    /// The polynomials, until the ceremony is over.
    const std::optional<protocol::Polynomials>& polynomials() const { return polynomials_; }

    /// s[j][1..B], once all shares were received. Empty before.
    std::span<const Scalar> share() const { return share_.expose(); }

    /// Whether the trustee has a share, and it is the one for its part of the keys, so that it can
    /// decrypt.
    bool can_decrypt(const protocol::PublicKeys& keys) const;

    /// Keeps the received share; B values.
    void keep_share(SecretVector<Scalar> share);

    /// Wipes the polynomials, which are not needed after the ceremony.
    void forget_polynomials() { polynomials_.reset(); }

    /// The file of the note that the trustee made in a round; empty if none.
    ByteView note(CeremonyRound round) const;
    void remember_note(CeremonyRound round, Bytes file);

    /// The fingerprint of the one election that this trustee has sealed, and decrypts.
    const std::optional<Digest32>& sealed() const { return sealed_; }

    /// ErrorCode::already_signed if another fingerprint is remembered.
    Outcome remember_seal(const Digest32& fingerprint);

    /// Whether this is the election that the trustee has sealed, with its keys.
    /// ErrorCode::wrong_key if its share or its signing key are not those of its seat in keys.json,
    /// ErrorCode::not_sealed if it has sealed nothing, ErrorCode::wrong_election if it has sealed
    /// another one.
    Outcome may_decrypt(const protocol::Election& election) const;

    /// SHA-256 of the one tally.json that this trustee decrypts.
    const std::optional<Digest32>& tally() const { return tally_; }

    /// ErrorCode::already_signed if another tally is remembered.
    Outcome remember_tally(const Digest32& tally);

  private:
    TrusteeSecret(const Digest32& manifest, std::uint16_t trustee, std::string name,
                  board::NoteSigner signer, secretfile::AgeIdentity identity)
        : manifest_(manifest),
          trustee_(trustee),
          name_(std::move(name)),
          signer_(std::move(signer)),
          identity_(std::move(identity)) {}

    Digest32 manifest_;
    std::uint16_t trustee_;
    std::string name_;
    board::NoteSigner signer_;
    secretfile::AgeIdentity identity_;
    std::optional<protocol::Polynomials> polynomials_;
    SecretVector<Scalar> share_;
    std::optional<Digest32> sealed_;
    std::optional<Digest32> tally_;
    std::array<Bytes, key_rounds.size()> notes_;
};

/// An open secret file. It is locked until it is saved or closed, so that two concurrent commands
/// do not undo what the other has remembered.
class TrusteeSecretFile {
  public:
    /// Makes the file; an existing one is left alone (ErrorCode::file_exists).
    static Outcome create(const std::filesystem::path& path, const TrusteeSecret& secret,
                          const SecretBytes& passphrase, unsigned work_factor);

    /// Opens it, also through symbolic links, which are resolved once: save() replaces the file
    /// that was locked and read. Waits while another program has it open.
    static Result<TrusteeSecretFile> open(const std::filesystem::path& name,
                                          const protocol::Manifest& manifest,
                                          SecretBytes passphrase, unsigned work_factor);

    TrusteeSecret& secret() { return secret_; }

    /// Writes what changed, and unlocks the file; at most once. After a crash at any moment the
    /// file has the old or the new content.
    Outcome save() { return file_.save(secret_.encode()); }

  private:
    TrusteeSecretFile(secretfile::PassphraseFile file, TrusteeSecret secret)
        : file_(std::move(file)), secret_(std::move(secret)) {}

    secretfile::PassphraseFile file_;
    TrusteeSecret secret_;
};

/// A trustee's share of the decryption of the one tally that its secret file ever decrypts: the
/// file remembers the tally and is saved (and unlocked) before anything is decrypted. Errors are
/// those of may_decrypt(), and ErrorCode::already_signed if it remembers another tally. The caller
/// has made the tally from the record itself.
Result<protocol::DecryptionShare> decrypt_once(TrusteeSecretFile& file, const SealedRecord& record,
                                               const protocol::TallyFile& tally,
                                               crypto::Random& random);

} // namespace evote::record

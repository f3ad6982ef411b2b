// SPDX-License-Identifier: Apache-2.0
// What a registrar keeps for one election: an age file under a passphrase, outside the record
// (docs/record.md, "A registrar's secret file"). All codes of its voters derive from it, so that a
// code can be shown again and need not be kept. Constant time in the secrets.
#pragma once

#include "ballot/credential.h"
#include "base/secret.h"
#include "board/note.h"
#include "crypto/hmac.h"
#include "protocol/manifest.h"
#include "secretfile/passphrase_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace evote::registrar {

/// A registrar's secret for one manifest and one private list.
///
/// A voter's codes are counted by issue: 0 is the one on the roll, each replacement is the next
/// one. Numbers are those of the list, from 1 to voters(), which is checked.
class RegistrarSecret {
  public:
    /// A new secret with a new signing key. `registrar` is from 1 to those of the manifest, `name`
    /// is one that a trustee may have too, `voters` is the size of the list with this hash; all
    /// that is checked.
    static RegistrarSecret create(const protocol::Manifest& manifest, std::uint8_t registrar,
                                  std::string name, const Digest32& list, std::uint64_t voters,
                                  crypto::Random& random);

    /// Reads what encode() wrote. ErrorCode::malformed for anything else,
    /// ErrorCode::wrong_election for a secret of another manifest.
    static Result<RegistrarSecret> parse(ByteView bytes, const protocol::Manifest& manifest);
    SecretBytes encode() const;

    std::uint8_t registrar() const { return registrar_; }

    const std::string& name() const { return name_; }

    /// The hash of the private list.
    const Digest32& list() const { return list_; }

    /// The size of the private list.
    std::uint64_t voters() const { return voters_; }

    /// Signs the note of the halves, and roll changes.
    const board::NoteSigner& signer() const { return signer_; }

    /// The code of a voter, of any issue: the first 16 bytes of H("registrar/code", root ||
    /// SHA-256(manifest.json) || list hash || u64 number || u32 issue).
    void code_of(std::uint64_t number, std::uint32_t issue, ballot::CodeBytes& out) const;

    /// The half of that code, with its secret.
    ballot::Half half_of(std::uint64_t number, std::uint32_t issue) const;

    /// The key of what a service of this registrar keeps of people and tickets: the first 32 bytes
    /// of H("registrar/service", root || SHA-256(manifest.json) || list hash).
    crypto::MacKey service_key() const;

    /// The last issue that was begun for a voter; 0 if nothing was ever replaced.
    std::uint32_t last_issue(std::uint64_t number) const;

    /// Begins the next issue of a voter, and returns it. Save the secret before its half leaves
    /// this machine. ErrorCode::over_limit after 1000 of them.
    Result<std::uint32_t> begin_issue(std::uint64_t number);

    /// Remembers that the change with this hash, which brings the half of the last issue, is
    /// signed; the same one may be signed again. ErrorCode::already_signed if another change with
    /// this half was. The last issue must not be 0, which is checked.
    Outcome remember_change(std::uint64_t number, const Digest32& change);

    /// The fingerprint of the one election in which this registrar signs changes.
    const std::optional<Digest32>& election() const { return election_; }

    /// Remembers it, at the first time. ErrorCode::wrong_election if another one is remembered.
    Outcome bind(const Digest32& fingerprint);

    /// ErrorCode::wrong_election unless `list` is the hash of the list that this secret is for.
    Outcome must_be_for_list(const Digest32& list) const;

  private:
    struct Issue {
        std::uint32_t last = 0;
        std::optional<Digest32> change; // that was signed for it
    };

    RegistrarSecret(const Digest32& manifest, std::uint8_t registrar, std::string name,
                    board::NoteSigner signer, Secret<ByteArray<32>> root)
        : manifest_(manifest),
          registrar_(registrar),
          name_(std::move(name)),
          signer_(std::move(signer)),
          root_(std::move(root)) {}

    bool read_issues(ByteView bytes);

    Digest32 manifest_;
    std::uint8_t registrar_;
    std::string name_;
    board::NoteSigner signer_;
    Secret<ByteArray<32>> root_;
    Digest32 list_{};
    std::uint64_t voters_ = 0;
    std::map<std::uint64_t, Issue> issues_; // by number; only those beyond 0
    std::optional<Digest32> election_;
};

/// An open secret file. It is locked until it is saved or closed, so that two concurrent commands
/// do not undo what the other has remembered.
class RegistrarSecretFile {
  public:
    /// Makes the file; an existing one is left alone (ErrorCode::file_exists).
    static Outcome create(const std::filesystem::path& path, const RegistrarSecret& secret,
                          const SecretBytes& passphrase, unsigned work_factor);

    /// Opens it; see secretfile::PassphraseFile::open, and RegistrarSecret::parse.
    static Result<RegistrarSecretFile> open(const std::filesystem::path& path,
                                            const protocol::Manifest& manifest,
                                            SecretBytes passphrase, unsigned work_factor);

    RegistrarSecret& secret() { return secret_; }

    /// Writes what changed, and unlocks the file; at most once.
    Outcome save() { return file_.save(secret_.encode()); }

    /// For a program that only reads: unlocks the file.
    RegistrarSecret take_secret() && { return std::move(secret_); }

  private:
    RegistrarSecretFile(secretfile::PassphraseFile file, RegistrarSecret secret)
        : file_(std::move(file)), secret_(std::move(secret)) {}

    secretfile::PassphraseFile file_;
    RegistrarSecret secret_;
};

} // namespace evote::registrar

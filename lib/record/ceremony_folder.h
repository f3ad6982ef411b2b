// SPDX-License-Identifier: Apache-2.0
// The trustees' notes in the folder of an election: reading, adding, and evaluating them.
#pragma once

#include "record/ceremony_notes.h"
#include "record/record_folder.h"

#include <optional>
#include <set>
#include <vector>

namespace evote::record {

/// A note that ends the ceremony: its signer made another version of it, or it breaks the protocol.
struct CeremonyEvidence {
    CeremonyNoteName name;
    std::filesystem::path file;
};

/// All notes that an election has, each verified individually; trustee i at index i - 1.
class CeremonyNotes {
  public:
    /// Reads DIR/ceremony and the evidence in it. A file with a note's name that is not that note
    /// is of ErrorKind::invalid; other files are ignored.
    static Result<CeremonyNotes> read(const RecordFolder& folder,
                                      const protocol::Manifest& manifest);
    /// The same, but continues after a file that is not its note: adds the error to `faults` and
    /// omits the note, and with a join note all others of its trustee.
    static Result<CeremonyNotes> read(const RecordFolder& folder,
                                      const protocol::Manifest& manifest,
                                      std::vector<Error>& faults);

    const std::optional<SignedNote<JoinNote>>& join(std::uint16_t trustee) const;
    const std::optional<SignedNote<DealNote>>& deal(std::uint16_t trustee) const;
    const std::optional<SignedNote<CheckNote>>& check(std::uint16_t trustee) const;
    const std::optional<SignedNote<AnswerNote>>& answer(std::uint16_t trustee) const;
    const std::optional<SignedNote<SealNote>>& seal(std::uint16_t trustee) const;

    const std::vector<CeremonyEvidence>& evidence() const { return evidence_; }

    /// The hash of a note's text, if the note exists.
    std::optional<Digest32> text_hash(const CeremonyNoteName& name) const;

    bool has(const CeremonyNoteName& name) const { return text_hash(name).has_value(); }

    /// Whether read() found a bad file for this note, or could not verify it because of a bad join
    /// note.
    bool left_out(const CeremonyNoteName& name) const { return left_out_.contains(name); }

    /// Whose note this is, of the names from names_of_note(): those who signed it, and those whose
    /// join note is still missing, so that their signature cannot be checked. All of them if none
    /// remains; then add() says what is wrong.
    std::vector<CeremonyNoteName> names_of(const board::Note& note,
                                           const std::vector<CeremonyNoteName>& claimed,
                                           const protocol::Manifest& manifest) const;

    /// Adds a note under a name from names_of(), and verifies it individually.
    /// ErrorCode::step_missing if the join note with the signer's key is missing. Nothing changes
    /// on an error.
    Outcome add(const CeremonyNoteName& name, const board::Note& note,
                const protocol::Manifest& manifest);

    /// Whether a note is signed by the trustee whose note it claims to be. (A join note is signed
    /// by the key that it names.)
    bool is_signed(const CeremonyNoteName& name, const board::Note& note,
                   const protocol::Manifest& manifest) const;

    /// Whether a note is evidence against the trustee whose note it claims to be: the trustee
    /// signed it, and there is another version, or it is not as it must be.
    bool is_evidence(const CeremonyNoteName& name, const board::Note& note,
                     const protocol::Manifest& manifest) const;

    /// The hash of all join notes. None may be missing.
    Digest32 joins(const protocol::Manifest& manifest) const;
    /// The transcript hash of rounds 1 and 2. They must be complete.
    Digest32 transcript(const protocol::Manifest& manifest) const;

  private:
    explicit CeremonyNotes(std::size_t trustees)
        : joins_(trustees),
          deals_(trustees),
          checks_(trustees),
          answers_(trustees),
          seals_(trustees) {}

    Outcome read_note_of(const RecordFolder& folder, const CeremonyNoteName& name,
                         const protocol::Manifest& manifest);
    Outcome read_evidence(const RecordFolder& folder, const protocol::Manifest& manifest);

    std::vector<std::optional<SignedNote<JoinNote>>> joins_;
    std::vector<std::optional<SignedNote<DealNote>>> deals_;
    std::vector<std::optional<SignedNote<CheckNote>>> checks_;
    std::vector<std::optional<SignedNote<AnswerNote>>> answers_;
    std::vector<std::optional<SignedNote<SealNote>>> seals_;
    std::vector<CeremonyEvidence> evidence_;
    std::set<CeremonyNoteName> left_out_;
};

/// Everything that is wrong with the ceremony according to the existing notes, round by round, and
/// what is missing: ErrorCode::step_missing or of ErrorKind::invalid as below. Only
/// keys_of_ceremony() finds keys that add up to zero.
std::vector<Error> ceremony_faults(const CeremonyNotes& notes, const protocol::Manifest& manifest);

/// The ceremony after round 1, 2 or 3, or after the answers. ErrorCode::step_missing if a note is
/// missing, saying which and whom to ask; of ErrorKind::invalid with the culprit if the ceremony
/// has failed.
Result<protocol::JoinedCeremony> joined_ceremony(const CeremonyNotes& notes,
                                                 const protocol::Manifest& manifest);
Result<protocol::DealtCeremony> dealt_ceremony(const CeremonyNotes& notes,
                                               const protocol::Manifest& manifest);
Result<protocol::CheckedCeremony> checked_ceremony(const CeremonyNotes& notes,
                                                   const protocol::Manifest& manifest);
Result<protocol::SettledCeremony> settled_ceremony(const CeremonyNotes& notes,
                                                   const protocol::Manifest& manifest);

/// The keys that result from the ceremony: what keys.json must contain.
Result<protocol::PublicKeys> keys_of_ceremony(const CeremonyNotes& notes,
                                              const protocol::Manifest& manifest);

/// A file given to collect_notes().
struct CollectedNote {
    enum class Fate {
        added,         ///< it is in the record now
        there_already, ///< its text is in the record
        kept_apart,    ///< it is evidence that ends the ceremony; `error` says why
        refused,       ///< `error` says why
        left_out,      ///< no note, but a file that an operating system has left
    };

    std::filesystem::path source;
    std::optional<CeremonyNoteName> name;
    Fate fate = Fate::refused;
    std::optional<Error> error;
    std::filesystem::path kept; ///< where it is now, if added or kept apart
};

/// Brings notes into the record: files, and those of the files in folders (and in a folder
/// `ceremony` in them) that are notes by their beginning, whatever they are called, or that are
/// called `*.note`. A byte order mark and line ends of other systems are mended. A folder without
/// any note is refused (ErrorCode::file_missing). Nothing is overwritten. A note that its trustee
/// signed, but that is inadmissible (there is another version, or it breaks the protocol), goes to
/// ceremony/evidence/<round>-<i>-<first 8 bytes of SHA-256 of its text in hex>.note. The error is
/// that of the record or of a source that cannot be listed.
Result<std::vector<CollectedNote>> collect_notes(const RecordFolder& folder,
                                                 const protocol::Manifest& manifest,
                                                 std::span<const std::filesystem::path> sources);

/// Puts one's own note into the record, unless it is there already. A different one there is
/// ErrorCode::file_exists.
Outcome put_note(const RecordFolder& folder, const CeremonyNoteName& name, ByteView file);

} // namespace evote::record

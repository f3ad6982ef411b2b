// SPDX-License-Identifier: Apache-2.0
// A key ceremony of three trustees that a seed determines, as the texts of its notes.
#pragma once

#include "record/ceremony_notes.h"
#include "record/trustee_secret.h"
#include "support/rooms.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// The files of notes by the names of the notes: "join-1".
using NoteTexts = std::map<std::string, std::string>;

/// The notes of the ceremony, in the order in which they are written.
extern const std::vector<std::string> note_order;

/// Trustee 1 accuses trustee 2, who answers. All secrets are known, so that notes can be changed
/// and signed.
class MadeCeremony {
  public:
    /// Changes the text of a note before it is signed; what follows is made from the changed one.
    using Edit = std::function<std::string(const std::string& name, const std::string& text)>;

    MadeCeremony(const Manifest& manifest, const std::string& seed);

    const Manifest& manifest() const { return manifest_; }

    /// What the trustees seal.
    const Digest32& fingerprint() const { return fingerprint_; }

    /// The source of what else is needed.
    Random& random() { return random_; }

    const TrusteeSecret& secret(std::uint16_t trustee) const {
        return secrets_[trustee - std::size_t{1}];
    }

    /// A trustee's deal note, with its encrypted shares.
    const DealNote& deal(std::uint16_t trustee) const { return deals_[trustee - std::size_t{1}]; }

    /// All notes, signed.
    NoteTexts notes(const Edit& edit) const;

    /// A note that this trustee has signed.
    std::string signed_by(std::uint16_t trustee, const std::string& text) const;

    /// The numbers of a share in hex.
    std::string share_hex(std::uint16_t dealer, std::uint16_t recipient) const;

    /// keys.json, as it follows from valid notes.
    std::string keys_of(const NoteTexts& texts) const;

  private:
    JoinNote join(std::uint16_t trustee) const;
    AnswerNote::Share share(std::uint16_t dealer, std::uint16_t recipient) const;
    void deal_all();

    Manifest manifest_;
    SeededRandom random_;
    Digest32 fingerprint_{};
    std::vector<TrusteeSecret> secrets_;
    std::vector<DealNote> deals_;
};

/// The text of a note with one line changed: its value is what follows the word at its beginning.
std::string line_of(const std::string& text, const std::string& word);
std::string with_line(const std::string& text, const std::string& word, const std::string& value);
std::string without_line(const std::string& text, const std::string& word);
/// The text with the first occurrence of `what`, which there must be, replaced.
std::string replaced_once(std::string text, std::string_view what, std::string_view with);
/// Another digit of hex at the end.
std::string other_end(std::string hex);

/// Whose note has this name.
std::uint16_t trustee_of_note(const std::string& name);

} // namespace evote

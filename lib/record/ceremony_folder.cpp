// SPDX-License-Identifier: Apache-2.0
#include "record/ceremony_folder.h"

#include "ceremony_files.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "os/file.h"

#include <algorithm>

namespace evote::record {

namespace {

template <class Body>
Outcome add_as(std::optional<SignedNote<Body>>& place, const board::Note& note,
               const protocol::Manifest& manifest, const JoinNote& join) {
    EVOTE_TRY(place, open_note<Body>(note, manifest, join));
    return {};
}

} // namespace

Result<board::Note> read_note(const std::filesystem::path& file) {
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(file, largest_note));
    auto note = board::Note::parse(bytes);
    if (!note)
        return fail(std::move(note).take_error().in_file(file.string()));
    return note;
}

Result<CeremonyNotes> CeremonyNotes::read(const RecordFolder& folder,
                                          const protocol::Manifest& manifest) {
    std::vector<Error> faults;
    EVOTE_TRY(CeremonyNotes notes, read(folder, manifest, faults));
    if (!faults.empty())
        return fail(std::move(faults.front()));
    return notes;
}

Result<CeremonyNotes> CeremonyNotes::read(const RecordFolder& folder,
                                          const protocol::Manifest& manifest,
                                          std::vector<Error>& faults) {
    CeremonyNotes notes(manifest.trustees().count);
    for (const CeremonyRound round : ceremony_rounds)
        for (unsigned i = 1; i <= manifest.trustees().count; ++i) {
            const CeremonyNoteName name{round, static_cast<std::uint16_t>(i)};
            if (notes.left_out({CeremonyRound::join, name.trustee})) {
                notes.left_out_.insert(name);
                continue;
            }
            Outcome outcome = notes.read_note_of(folder, name, manifest);
            if (outcome)
                continue;
            if (kind_of(outcome.error().code) == ErrorKind::system)
                return fail(std::move(outcome).take_error());
            faults.push_back(std::move(outcome).take_error());
            notes.left_out_.insert(name);
        }
    EVOTE_TRY_VOID(notes.read_evidence(folder, manifest));
    return notes;
}

// Reads the note if it exists.
Outcome CeremonyNotes::read_note_of(const RecordFolder& folder, const CeremonyNoteName& name,
                                    const protocol::Manifest& manifest) {
    const auto file = folder.note(round_name(name.round), name.trustee);
    if (!os::file_exists(file))
        return {};
    EVOTE_TRY(const board::Note note, read_note(file));
    Outcome added = add(name, note, manifest);
    if (!added) {
        Error error = std::move(added).take_error().in_file(file.string());
        make_damage(error); // it stands in the record
        return fail(std::move(error));
    }
    return {};
}

Outcome CeremonyNotes::add(const CeremonyNoteName& name, const board::Note& note,
                           const protocol::Manifest& manifest) {
    const std::size_t index = name.trustee - std::size_t{1};
    EVOTE_CHECK(index < joins_.size());
    if (name.round == CeremonyRound::join) {
        EVOTE_TRY(auto opened, open_join_note(note, manifest));
        if (opened.body.trustee != name.trustee)
            return fail(ErrorCode::other_trustee, msg("this is the note of trustee {0}, not {1}",
                                                      opened.body.trustee, name.trustee));
        joins_[index] = std::move(opened);
        return {};
    }
    if (!joins_[index])
        return fail(ErrorCode::step_missing,
                    msg("{0} cannot be verified without {1}", name.file(),
                        CeremonyNoteName{CeremonyRound::join, name.trustee}.file()));
    const JoinNote& join = joins_[index]->body;
    switch (name.round) {
    case CeremonyRound::deal:
        return add_as(deals_[index], note, manifest, join);
    case CeremonyRound::check:
        return add_as(checks_[index], note, manifest, join);
    case CeremonyRound::answer:
        return add_as(answers_[index], note, manifest, join);
    case CeremonyRound::seal:
        return add_as(seals_[index], note, manifest, join);
    case CeremonyRound::join:
        break;
    }
    EVOTE_CHECK(false);
}

bool CeremonyNotes::is_signed(const CeremonyNoteName& name, const board::Note& note,
                              const protocol::Manifest& manifest) const {
    if (name.round == CeremonyRound::join)
        return open_join_note(note, manifest).has_value();
    const auto& claimed = join(name.trustee);
    return claimed && note.verify(std::span(&claimed->body.signer, 1));
}

std::vector<CeremonyNoteName> CeremonyNotes::names_of(const board::Note& note,
                                                      const std::vector<CeremonyNoteName>& claimed,
                                                      const protocol::Manifest& manifest) const {
    std::vector<CeremonyNoteName> out;
    std::ranges::copy_if(claimed, std::back_inserter(out), [&](const CeremonyNoteName& name) {
        return !join(name.trustee) || is_signed(name, note, manifest);
    });
    return out.empty() ? claimed : out;
}

bool CeremonyNotes::is_evidence(const CeremonyNoteName& name, const board::Note& note,
                                const protocol::Manifest& manifest) const {
    if (!is_signed(name, note, manifest))
        return false;
    const auto standing = text_hash(name);
    if (standing)
        return *standing != crypto::sha256(bytes_of(note.text()));
    if (name.round == CeremonyRound::join)
        return false;
    CeremonyNotes others = *this;
    return !others.add(name, note, manifest);
}

Outcome CeremonyNotes::read_evidence(const RecordFolder& folder,
                                     const protocol::Manifest& manifest) {
    EVOTE_TRY(const auto files, note_files(folder.evidence()));
    // A note signed by several counts for each of them.
    std::set<std::pair<CeremonyNoteName, Digest32>> seen;
    for (const auto& file : files) {
        const auto note = read_note(file);
        if (!note)
            continue; // whatever it is, it proves nothing
        const auto claimed = names_of_note(*note, manifest);
        if (!claimed)
            continue;
        for (const auto& name : names_of(*note, *claimed, manifest))
            if (is_evidence(name, *note, manifest) &&
                seen.emplace(name, crypto::sha256(bytes_of(note->text()))).second)
                evidence_.push_back({name, file});
    }
    return {};
}

namespace {

template <class Body>
const std::optional<SignedNote<Body>>& of(const std::vector<std::optional<SignedNote<Body>>>& notes,
                                          std::uint16_t trustee) {
    EVOTE_CHECK(trustee >= 1 && trustee <= notes.size());
    return notes[trustee - std::size_t{1}];
}

template <class Body>
std::optional<Digest32> hash_of(const std::optional<SignedNote<Body>>& note) {
    if (!note)
        return std::nullopt;
    return note->text_hash;
}

template <class Body>
std::vector<Digest32> all_hashes(const std::vector<std::optional<SignedNote<Body>>>& notes) {
    std::vector<Digest32> out;
    for (const auto& note : notes) {
        EVOTE_CHECK(note.has_value());
        out.push_back(note->text_hash);
    }
    return out;
}

} // namespace

const std::optional<SignedNote<JoinNote>>& CeremonyNotes::join(std::uint16_t trustee) const {
    return of(joins_, trustee);
}

const std::optional<SignedNote<DealNote>>& CeremonyNotes::deal(std::uint16_t trustee) const {
    return of(deals_, trustee);
}

const std::optional<SignedNote<CheckNote>>& CeremonyNotes::check(std::uint16_t trustee) const {
    return of(checks_, trustee);
}

const std::optional<SignedNote<AnswerNote>>& CeremonyNotes::answer(std::uint16_t trustee) const {
    return of(answers_, trustee);
}

const std::optional<SignedNote<SealNote>>& CeremonyNotes::seal(std::uint16_t trustee) const {
    return of(seals_, trustee);
}

std::optional<Digest32> CeremonyNotes::text_hash(const CeremonyNoteName& name) const {
    switch (name.round) {
    case CeremonyRound::join:
        return hash_of(join(name.trustee));
    case CeremonyRound::deal:
        return hash_of(deal(name.trustee));
    case CeremonyRound::check:
        return hash_of(check(name.trustee));
    case CeremonyRound::answer:
        return hash_of(answer(name.trustee));
    case CeremonyRound::seal:
        return hash_of(seal(name.trustee));
    }
    EVOTE_CHECK(false);
}

Digest32 CeremonyNotes::joins(const protocol::Manifest& manifest) const {
    return joins_hash(manifest, all_hashes(joins_));
}

Digest32 CeremonyNotes::transcript(const protocol::Manifest& manifest) const {
    return transcript_hash(manifest, all_hashes(joins_), all_hashes(deals_));
}

} // namespace evote::record

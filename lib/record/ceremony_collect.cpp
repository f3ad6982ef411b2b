// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "ceremony_files.h"
#include "crypto/sha2.h"
#include "os/file.h"
#include "os/leftovers.h"
#include "record/ceremony_folder.h"

#include <unistd.h>

#include <algorithm>

namespace evote::record {

namespace {

namespace fs = std::filesystem;

// A source file that was read.
struct Candidate {
    fs::path source;
    std::vector<CeremonyNoteName> claimed; // names_of_note()
    board::Note note;
};

// What is on a medium.
struct Medium {
    std::vector<fs::path> notes;
    std::vector<fs::path> system_files;
    std::size_t others = 0; // files of other kinds
    bool is_folder = false;
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_mark(std::string_view text) {
    return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

// The first bytes of a file; none of anything that cannot be read.
std::string beginning_of(const fs::path& path) {
    std::string out(64, '\0');
    const auto file = os::open_plain_file(path);
    const ssize_t size = file ? ::read(file->get(), out.data(), out.size()) : 0;
    out.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return out;
}

void sort_file(const fs::path& file, Medium& medium) {
    if (os::is_left_by_system(file))
        medium.system_files.push_back(file);
    else if (file.extension() == ".note" || begins_as_note(without_mark(beginning_of(file))))
        medium.notes.push_back(file);
    else
        ++medium.others;
}

// Links are not followed.
Outcome look_into(const fs::path& folder, Medium& medium) {
    std::error_code code;
    std::vector<fs::path> files;
    for (fs::directory_iterator item(folder, code), end; !code && item != end; item.increment(code))
        if (fs::is_regular_file(item->symlink_status(code)))
            files.push_back(item->path());
    if (code)
        return fail(os::file_error(folder, code));
    std::ranges::sort(files);
    for (const auto& file : files)
        sort_file(file, medium);
    return {};
}

// A file that was named is to be a note, unless a system has left it beside one.
Result<Medium> medium_of(const fs::path& source) {
    Medium medium;
    std::error_code code;
    if (!fs::is_directory(source, code)) {
        if (!os::file_exists(source))
            return fail(os::file_error(source));
        (os::is_left_by_system(source) ? medium.system_files : medium.notes).push_back(source);
        return medium;
    }
    medium.is_folder = true;
    EVOTE_TRY_VOID(look_into(source, medium));
    const fs::path inner = RecordFolder(source).ceremony();
    if (fs::is_directory(fs::symlink_status(inner, code)))
        EVOTE_TRY_VOID(look_into(inner, medium));
    return medium;
}

// A note that a mail program or an editor has given its own line ends or a byte order mark. The
// signatures are over the text as it was.
Result<board::Note> read_mended(const fs::path& file) {
    auto note = read_note(file);
    const bool as_it_was = note ? !note->text().starts_with(byte_order_mark)
                                : kind_of(note.error().code) != ErrorKind::malformed;
    if (as_it_was)
        return note;
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(file, largest_note));
    std::string mended;
    for (const auto line : split(without_mark(text_of(bytes)), '\n'))
        mended.append(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line) += '\n';
    mended.pop_back();
    auto again = board::Note::parse(bytes_of(mended));
    return again ? std::move(again) : std::move(note);
}

Result<Candidate> read_candidate(const fs::path& file, const protocol::Manifest& manifest) {
    EVOTE_TRY(board::Note note, read_mended(file));
    auto names = names_of_note(note, manifest);
    if (!names)
        return fail(std::move(names).take_error().in_file(file.string()));
    // A seal that others' signatures made too long would be a fault of the record.
    if (names->front().round == CeremonyRound::seal && note.encode().size() > largest_seal)
        return fail(Error{ErrorCode::file_too_large,
                          msg("the file is larger than the allowed {0} bytes", largest_seal),
                          file.string(),
                          {}});
    return Candidate{file, *std::move(names), std::move(note)};
}

CollectedNote refused(const fs::path& source, Error error) {
    return {
        source, {}, CollectedNote::Fate::refused, std::move(error).in_file(source.string()), {}};
}

Error no_notes(const Medium& medium) {
    return {ErrorCode::file_missing,
            msg("there is no note of a key ceremony here, and none in a folder ceremony; other "
                "files that were looked at: {0}",
                medium.others + medium.system_files.size()),
            {},
            {}};
}

Digest32 text_hash(const board::Note& note) {
    return crypto::sha256(bytes_of(note.text()));
}

Outcome keep_note_as_evidence(const fs::path& file, const board::Note& note) {
    EVOTE_TRY_VOID(os::make_plain_folder(file.parent_path()));
    if (os::file_exists(file))
        return {}; // its name is its hash
    return os::write_file(file, note.encode());
}

Error two_versions(const CeremonyNoteName& name) {
    return {ErrorCode::two_versions,
            msg("trustee {0} made two different versions of {1}", name.trustee, name.file()),
            {},
            {}};
}

class Collector {
  public:
    Collector(const RecordFolder& folder, const protocol::Manifest& manifest, CeremonyNotes notes)
        : folder_(folder), manifest_(manifest), notes_(std::move(notes)) {}

    std::vector<CollectedNote> take(const Candidate& candidate) {
        std::vector<CollectedNote> out;
        for (const auto& name : notes_.names_of(candidate.note, candidate.claimed, manifest_))
            out.push_back(take(candidate.note, {candidate.source, name, {}, {}, {}}));
        return out;
    }

  private:
    CollectedNote take(const board::Note& note, CollectedNote out) {
        // The same text is not yet the same note: all seals have the same text.
        if (notes_.text_hash(*out.name) == text_hash(note) &&
            notes_.is_signed(*out.name, note, manifest_)) {
            out.fate = CollectedNote::Fate::there_already;
            return out;
        }
        if (notes_.is_evidence(*out.name, note, manifest_))
            return keep_apart(note, std::move(out));
        CeremonyNotes extended = notes_;
        Outcome added = extended.add(*out.name, note, manifest_);
        if (added)
            added = put_note(folder_, *out.name, note.encode());
        if (!added)
            return refuse(std::move(out), std::move(added).take_error());
        notes_ = std::move(extended);
        out.fate = CollectedNote::Fate::added;
        out.kept = folder_.note(round_name(out.name->round), out.name->trustee);
        return out;
    }

    static CollectedNote refuse(CollectedNote out, Error error) {
        out.fate = CollectedNote::Fate::refused;
        out.error = std::move(error).in_file(out.source.string());
        return out;
    }

    CollectedNote keep_apart(const board::Note& note, CollectedNote out) {
        const CeremonyNoteName& name = *out.name;
        out.kept = folder_.evidence(round_name(name.round), name.trustee, text_hash(note));
        if (auto kept = keep_note_as_evidence(out.kept, note); !kept)
            return refuse(std::move(out), std::move(kept).take_error());
        CeremonyNotes others = notes_;
        Outcome added = notes_.has(name) ? Outcome(fail(two_versions(name)))
                                         : others.add(name, note, manifest_);
        out.error = std::move(added).take_error().in_file(out.source.string());
        out.fate = CollectedNote::Fate::kept_apart;
        return out;
    }

    const RecordFolder& folder_;
    const protocol::Manifest& manifest_;
    CeremonyNotes notes_;
};

} // namespace

Result<std::vector<fs::path>> note_files(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code code;
    if (!fs::is_directory(folder, code))
        return out;
    for (fs::directory_iterator item(folder, code), end; !code && item != end; item.increment(code))
        if (item->path().extension() == ".note" && item->is_regular_file(code))
            out.push_back(item->path());
    if (code)
        return fail(os::file_error(folder, code));
    std::ranges::sort(out);
    return out;
}

Result<std::vector<CollectedNote>> collect_notes(const RecordFolder& folder,
                                                 const protocol::Manifest& manifest,
                                                 std::span<const fs::path> sources) {
    EVOTE_TRY(CeremonyNotes notes, CeremonyNotes::read(folder, manifest));
    std::vector<CollectedNote> out;
    std::vector<Candidate> candidates;
    for (const fs::path& source : sources) {
        EVOTE_TRY(const Medium medium, medium_of(source));
        for (const fs::path& file : medium.system_files)
            out.push_back({file, {}, CollectedNote::Fate::left_out, {}, {}});
        if (medium.is_folder && medium.notes.empty())
            out.push_back(refused(source, no_notes(medium)));
        for (const fs::path& file : medium.notes) {
            auto candidate = read_candidate(file, manifest);
            if (candidate)
                candidates.push_back(*std::move(candidate));
            else
                out.push_back(refused(file, std::move(candidate).take_error()));
        }
    }
    // Join notes first: they hold the keys of all others.
    std::ranges::stable_sort(candidates, {}, &Candidate::claimed);
    Collector collector(folder, manifest, std::move(notes));
    for (const Candidate& candidate : candidates)
        std::ranges::move(collector.take(candidate), std::back_inserter(out));
    return out;
}

Outcome put_note(const RecordFolder& folder, const CeremonyNoteName& name, ByteView file) {
    const fs::path path = folder.note(round_name(name.round), name.trustee);
    EVOTE_TRY_VOID(os::make_plain_folder(folder.ceremony()));
    if (os::file_exists(path)) {
        EVOTE_TRY(const Bytes standing, os::read_plain_file(path, largest_note));
        if (equal(standing, file))
            return {};
    }
    return os::write_file(path, file);
}

} // namespace evote::record

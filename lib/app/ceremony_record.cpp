// SPDX-License-Identifier: Apache-2.0
// Commands that need no secret: collecting notes, and the end of the ceremony.
#include "base/text.h"
#include "ceremony_common.h"
#include "os/file.h"
#include "protocol/election.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

using NoteFate = record::CollectedNote::Fate;

std::string_view fate_name(NoteFate fate) {
    switch (fate) {
    case NoteFate::added:
        return "added";
    case NoteFate::there_already:
        return "there already";
    case NoteFate::kept_apart:
        return "kept apart";
    case NoteFate::refused:
        return "refused";
    case NoteFate::left_out:
        return "left out";
    }
    return {};
}

// The worse of two: damage and lies before mere refusals.
Status worse(Status a, Status b) {
    static constexpr std::array order{Status::done,      Status::incomplete, Status::refused,
                                      Status::malformed, Status::system,     Status::invalid};
    return std::max(a, b, [](Status x, Status y) {
        return std::ranges::find(order, x) < std::ranges::find(order, y);
    });
}

Message line_of(const record::CollectedNote& note) {
    const std::string source = note.source.string();
    switch (note.fate) {
    case NoteFate::added:
        return msg("{0}: added", note.name->file());
    case NoteFate::there_already:
        return msg("{0}: already in the record", note.name->file());
    case NoteFate::kept_apart:
        return msg("{0}: kept as evidence in {1}", source, note.kept.string());
    case NoteFate::left_out:
        return msg("{0}: left out, for it is a file of an operating system and no note", source);
    case NoteFate::refused:
        break;
    }
    return msg("{0}: refused", source);
}

Result<Status> collect(const CeremonyCollectOptions& options, Console& console) {
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY(const auto collected, record::collect_notes(folder, manifest, options.sources));
    Status status = Status::done;
    std::vector<Message> lines;
    json::JsonWriter json = json::JsonWriter::array();
    for (const record::CollectedNote& note : collected) {
        lines.push_back(line_of(note));
        json.push_back({{"source", note.source.string()}, {"fate", fate_name(note.fate)}});
        if (note.name)
            json.back()["note"] = note.name->file();
        if (!note.kept.empty())
            json.back()["file"] = note.kept.string();
        if (note.error)
            status = worse(status, console.complain(*note.error));
    }
    console.facts(lines, {{"notes", std::move(json)}});
    return status;
}

// Writes keys.json, or makes sure that it is the result of the ceremony.
Outcome put_keys(const record::RecordFolder& folder, const protocol::PublicKeys& keys) {
    if (!os::file_exists(folder.keys()))
        return os::write_file(folder.keys(), keys.file());
    EVOTE_TRY(const Bytes standing, os::read_plain_file(folder.keys()));
    if (!equal(standing, keys.file()))
        return fail(Error{ErrorCode::changed,
                          msg("these are not the keys of this ceremony"),
                          folder.keys().string(),
                          {}});
    return {};
}

Outcome finish(const CeremonyFinishOptions& options, Console& console) {
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY(const record::CeremonyNotes notes, record::CeremonyNotes::read(folder, manifest));
    EVOTE_TRY(const protocol::PublicKeys keys, record::keys_of_ceremony(notes, manifest));
    EVOTE_TRY_VOID(put_keys(folder, keys));
    const Digest32 transcript = notes.transcript(manifest);
    console.facts({msg("The keys are in {0}", folder.keys().string()),
                   msg("Transcript: {0}", hex_encode(transcript)),
                   msg("Read aloud: {0}", protocol::spoken_fingerprint(transcript))},
                  {{"keys", folder.keys().string()},
                   {"transcript", hex_encode(transcript)},
                   {"spoken", protocol::spoken_fingerprint(transcript)}});
    console.say(msg("Every trustee compares these numbers with those that its own machine shows."));
    return {};
}

} // namespace

Status ceremony_collect(const CeremonyCollectOptions& options, Console& console) {
    const auto status = collect(options, console);
    return status ? *status : console.complain(status.error());
}

Status ceremony_finish(const CeremonyFinishOptions& options, Console& console) {
    return console.end(finish(options, console));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "mirror/sealed_mirror.h"

#include "board/note.h"
#include "record/registrar_files.h"
#include "record/sealed_files.h"

#include <fmt/format.h>

#include <array>

namespace evote::mirror {

namespace {

constexpr std::uint64_t largest_note = std::uint64_t{1} << 26;
constexpr std::uint64_t largest_keys = std::uint64_t{1} << 30;
constexpr const char* election_name = "election.json";

using SameContent = bool (*)(ByteView, ByteView);

bool same_bytes(ByteView a, ByteView b) {
    return equal(a, b);
}

Outcome changed(const MirrorWork& work, const std::string& name, Bytes before, Bytes now) {
    return shout_with(work.shout, work.folder.record().path(), FindingKind::sealed_changed,
                      {ErrorCode::changed,
                       msg("this file is another one now than when it was mirrored"),
                       name,
                       {}},
                      {{"before", std::move(before)}, {"now", std::move(now)}});
}

// A file that is bound by no hash: the first one stays, and every other one is shouted about.
Outcome mirror_note(const MirrorWork& work, const std::string& name, std::uint64_t limit,
                    SameContent same) {
    EVOTE_TRY(const auto served, fetch_file(work.network, name, limit));
    if (!served)
        return {};
    EVOTE_TRY(const auto mirrored, work.folder.read(name, limit));
    if (!mirrored)
        return work.folder.put(name, *served);
    return same(*mirrored, *served) ? Outcome() : changed(work, name, *mirrored, *served);
}

Outcome not_sealed_file(const MirrorWork& work, const std::string& name) {
    return shout_with(work.shout, work.folder.record().path(), FindingKind::sealed_changed,
                      {ErrorCode::changed,
                       msg("what is served is not the file that was sealed: its hash differs"),
                       name,
                       {}},
                      {});
}

// One of the four files. What is there already has its hash, or was changed on this disk.
Outcome mirror_bound(const MirrorWork& work, const record::SealedFile& file) {
    const std::string name = file.path.filename().string();
    const std::filesystem::path here = work.folder.path_of(name);
    if (work.folder.has(name)) {
        EVOTE_TRY_VOID(record::check_sealed_file({here, file.hash}));
        if (name == "roll.csv")
            return {};
        EVOTE_TRY(const auto served, fetch_file(work.network, name, largest_keys));
        EVOTE_TRY(const auto mirrored, work.folder.read(name, largest_keys));
        return !served || equal(*served, mirrored.value()) ? Outcome()
                                                           : not_sealed_file(work, name);
    }
    std::filesystem::path part;
    EVOTE_TRY(const bool there, work.folder.fetch_large(work.network, name, part));
    if (!there)
        return fail(Error{ErrorCode::step_missing, msg("the server has no such file"), name, {}});
    const Outcome good = record::check_sealed_file({part, file.hash});
    if (good)
        return work.folder.take(part, name);
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return good.error().code == ErrorCode::changed ? not_sealed_file(work, name) : good;
}

Result<record::ElectionFile> mirror_election(const MirrorWork& work, const record::Anchor& anchor) {
    EVOTE_TRY(const auto served,
              fetch_file(work.network, election_name, record::ElectionFile::largest_file));
    if (!served)
        return fail(Error{ErrorCode::not_a_record,
                          msg("there is no sealed election at this address"),
                          election_name,
                          {}});
    auto file = record::ElectionFile::parse(*served);
    if (!file)
        return fail(std::move(file).take_error().in_file(election_name));
    EVOTE_TRY_VOID(record::check_own_fingerprint(work.folder.record(), *file));
    EVOTE_TRY_VOID(anchor.check(file->fingerprint));
    EVOTE_TRY_VOID(
        mirror_note(work, election_name, record::ElectionFile::largest_file, same_bytes));
    return file;
}

Outcome mirror_ceremony(const MirrorWork& work, const protocol::Manifest& manifest) {
    static constexpr std::array rounds{"join", "deal", "check", "answer", "seal"};
    for (const char* round : rounds)
        for (unsigned i = 1; i <= manifest.trustees().count; ++i)
            EVOTE_TRY_VOID(mirror_note(work, fmt::format("ceremony/{}-{}.note", round, i),
                                       largest_note,
                                       // Signatures of a seal may be added.
                                       board::same_text));
    return {};
}

Outcome mirror_registrars(const MirrorWork& work, const protocol::Manifest& manifest) {
    for (unsigned i = 1; i <= manifest.registrars(); ++i) {
        EVOTE_TRY_VOID(mirror_note(work, fmt::format("registrars/{}.note", i), largest_note,
                                   board::same_text));
        const std::string name = fmt::format("registrars/{}.csv", i);
        if (work.folder.has(name))
            continue;
        EVOTE_TRY(const auto note, record::read_registrar_note(work.folder.record(), manifest,
                                                               static_cast<std::uint8_t>(i)));
        std::filesystem::path part;
        EVOTE_TRY(const bool there, work.folder.fetch_large(work.network, name, part));
        if (!there)
            continue;
        if (record::check_sealed_file({part, note.halves})) {
            EVOTE_TRY_VOID(work.folder.take(part, name));
            continue;
        }
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return not_sealed_file(work, name);
    }
    return {};
}

} // namespace

Result<record::SealedRecord> mirror_sealed(const MirrorWork& work, const record::Anchor& anchor) {
    EVOTE_TRY(const auto election, mirror_election(work, anchor));
    for (const auto& file : record::sealed_files(work.folder.record(), election))
        EVOTE_TRY_VOID(mirror_bound(work, file));
    EVOTE_TRY(const auto manifest, record::read_manifest(work.folder.record()));
    EVOTE_TRY_VOID(mirror_ceremony(work, manifest));
    EVOTE_TRY_VOID(mirror_registrars(work, manifest));
    return record::SealedRecord::open(work.folder.record(), anchor);
}

Outcome check_still_sealed(const MirrorWork& work) {
    return mirror_note(work, election_name, record::ElectionFile::largest_file, same_bytes);
}

} // namespace evote::mirror

// SPDX-License-Identifier: Apache-2.0
#include "ceremony_common.h"

#include "app/secret_file.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

// Restores this trustee's notes, so that the record shows what the secret file remembers.
Outcome restore_notes(const record::RecordFolder& folder, const record::TrusteeSecret& secret) {
    for (const record::CeremonyRound round : record::key_rounds) {
        const ByteView note = secret.note(round);
        if (note.empty())
            continue;
        const record::CeremonyNoteName name{round, secret.trustee()};
        auto put = record::put_note(folder, name, note);
        if (!put && (put.error().code == ErrorCode::file_exists ||
                     put.error().code == ErrorCode::not_a_file))
            return fail(
                Error{ErrorCode::changed,
                      msg("this is not the note that trustee {0} made with this secret file",
                          secret.trustee()),
                      folder.note(record::round_name(round), secret.trustee()).string(),
                      {}});
        if (!put)
            return put;
    }
    return {};
}

// Remembers notes with this trustee's signature that this copy of the secret file is too old to
// know: nothing is ever made a second time.
void adopt_notes(record::TrusteeSecret& secret, const record::CeremonyNotes& notes) {
    const auto adopt = [&](record::CeremonyRound round, const auto& standing) {
        if (standing && secret.note(round).empty())
            secret.remember_note(round, standing->note.encode());
    };
    adopt(record::CeremonyRound::deal, notes.deal(secret.trustee()));
    adopt(record::CeremonyRound::check, notes.check(secret.trustee()));
    adopt(record::CeremonyRound::answer, notes.answer(secret.trustee()));
}

} // namespace

Outcome keep_secrets_out_of(const std::filesystem::path& folder, const SecretFileOptions& secret) {
    EVOTE_TRY_VOID(keep_out_of_record(secret.file, folder));
    return keep_out_of_record(secret.passphrase.file, folder);
}

Result<TrusteeAtWork> TrusteeAtWork::begin(const std::filesystem::path& folder,
                                           const SecretFileOptions& secret, Console& console) {
    record::RecordFolder record(folder);
    EVOTE_TRY(protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY_VOID(keep_secrets_out_of(folder, secret));
    EVOTE_TRY(auto file, open_secret_file<record::TrusteeSecretFile>(secret, manifest, console));
    EVOTE_TRY_VOID(restore_notes(record, file.secret()));
    EVOTE_TRY(record::CeremonyNotes notes, record::CeremonyNotes::read(record, manifest));
    adopt_notes(file.secret(), notes);
    return TrusteeAtWork{std::move(record), std::move(manifest), std::move(file), std::move(notes)};
}

Outcome TrusteeAtWork::make_note(record::CeremonyRound round, const std::string& text) {
    secret().remember_note(round, signed_note(secret(), text));
    EVOTE_TRY_VOID(file.save());
    return record::put_note(folder, {round, secret().trustee()}, secret().note(round));
}

bool TrusteeAtWork::take_share() {
    if (!secret().share().empty())
        return false;
    const auto settled = record::settled_ceremony(notes, manifest);
    auto received =
        record::receive_shares(secret(), notes, manifest, settled ? &*settled : nullptr);
    if (!received.sum)
        return false;
    secret().keep_share(*std::move(received.sum));
    return true;
}

void show_note(const record::RecordFolder& folder, const record::CeremonyNoteName& name,
               Console& console) {
    const std::string path = folder.note(record::round_name(name.round), name.trustee).string();
    console.facts({msg("The note of trustee {0} is in {1}", name.trustee, path)},
                  {{"trustee", name.trustee}, {"note", path}});
}

Bytes signed_note(const record::TrusteeSecret& secret, const std::string& text) {
    board::Note note(text);
    note.sign(secret.signer());
    return note.encode();
}

} // namespace evote::app

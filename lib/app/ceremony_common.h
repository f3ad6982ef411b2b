// SPDX-License-Identifier: Apache-2.0
// What the commands of the key ceremony have in common.
#pragma once

#include "app/ceremony.h"
#include "record/ceremony_folder.h"
#include "record/ceremony_share.h"
#include "record/open_record.h"
#include "record/trustee_secret.h"

namespace evote::app {

/// ErrorCode::in_record if a secret file or the file of its passphrase is in the election's folder.
Outcome keep_secrets_out_of(const std::filesystem::path& folder, const SecretFileOptions& secret);

/// One trustee at work in the record: the secret file is open, and every earlier note of the
/// trustee is in the record unchanged.
struct TrusteeAtWork {
    record::RecordFolder folder;
    protocol::Manifest manifest;
    record::TrusteeSecretFile file;
    record::CeremonyNotes notes;

    static Result<TrusteeAtWork> begin(const std::filesystem::path& folder,
                                       const SecretFileOptions& secret, Console& console);

    record::TrusteeSecret& secret() { return file.secret(); }

    bool has_made(record::CeremonyRound round) { return !secret().note(round).empty(); }

    /// Signs the text of a round's note, which it remembers first, so that there is never another.
    Outcome make_note(record::CeremonyRound round, const std::string& text);

    /// Takes the trustee's share, if it is still missing and can be taken: every share was good, or
    /// the bad ones were published. True if the secret changed.
    bool take_share();
};

/// The note of a text, signed by a trustee.
Bytes signed_note(const record::TrusteeSecret& secret, const std::string& text);

/// Prints the path of a note.
void show_note(const record::RecordFolder& folder, const record::CeremonyNoteName& name,
               Console& console);

} // namespace evote::app

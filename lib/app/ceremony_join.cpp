// SPDX-License-Identifier: Apache-2.0
#include "app/workable.h"
#include "base/text.h"
#include "ceremony_common.h"
#include "os/file.h"
#include "people/people_text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

Outcome check_options(const CeremonyJoinOptions& options, const protocol::Manifest& manifest) {
    if (options.trustee < 1 || options.trustee > manifest.trustees().count)
        return fail(ErrorCode::usage, msg("this election has trustees 1 to {0}, not {1}",
                                          manifest.trustees().count, options.trustee));
    if (!protocol::is_trustee_name(options.name))
        return fail(ErrorCode::usage, msg("a name has 1 to {0} bytes, no control or invisible "
                                          "characters and no blanks at its ends",
                                          protocol::longest_trustee_name));
    return {};
}

// The secret file, with the note in it, is on the disk before the note is.
Outcome join_anew(const CeremonyJoinOptions& options, const record::RecordFolder& folder,
                  const protocol::Manifest& manifest, Console& console) {
    const auto trustee = static_cast<std::uint16_t>(options.trustee);
    const auto standing = folder.note(record::round_name(record::CeremonyRound::join), trustee);
    if (os::file_exists(standing))
        return fail(Error{ErrorCode::already_signed,
                          msg("trustee {0} has joined already, with another secret file", trustee),
                          standing.string(),
                          {}});
    EVOTE_TRY(const SecretBytes passphrase, choose_passphrase(options.secret.passphrase, console));
    auto secret =
        record::TrusteeSecret::create(manifest, trustee, options.name, crypto::system_random());
    const record::JoinNote note{
        trustee, options.name, secret.signer().verifier(), secret.identity().recipient(),
        protocol::dealing_hash(manifest.hash(), trustee, secret.polynomials()->commitments())};
    secret.remember_note(record::CeremonyRound::join, signed_note(secret, note.text(manifest)));
    EVOTE_TRY_VOID(record::TrusteeSecretFile::create(options.secret.file, secret, passphrase,
                                                     options.secret.work_factor));
    return record::put_note(folder, {record::CeremonyRound::join, trustee},
                            secret.note(record::CeremonyRound::join));
}

// The secret file exists: opening it puts the note back into the record.
Outcome join_again(const CeremonyJoinOptions& options, Console& console) {
    EVOTE_TRY(TrusteeAtWork work, TrusteeAtWork::begin(options.folder, options.secret, console));
    if (work.secret().trustee() != options.trustee || work.secret().name() != options.name)
        return fail(Error{ErrorCode::wrong_key,
                          msg("this is the secret file of trustee {0}, {1}",
                              work.secret().trustee(), work.secret().name()),
                          options.secret.file.string(),
                          {}});
    return {};
}

Outcome join(const CeremonyJoinOptions& options, Console& console) {
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY_VOID(check_options(options, manifest));
    EVOTE_TRY_VOID(manifest_must_work(folder, manifest, console));
    EVOTE_TRY_VOID(keep_secrets_out_of(options.folder, options.secret));
    EVOTE_TRY_VOID(os::file_exists(options.secret.file)
                       ? join_again(options, console)
                       : join_anew(options, folder, manifest, console));
    show_note(folder, {record::CeremonyRound::join, static_cast<std::uint16_t>(options.trustee)},
              console);
    console.say(msg("Give this note to all other trustees, and collect theirs. Keep {0} and its "
                    "passphrase safe and apart, with a copy of the file.",
                    options.secret.file.string()));
    return {};
}

} // namespace

Status ceremony_join(const CeremonyJoinOptions& options, Console& console) {
    CeremonyJoinOptions known = options;
    if (is_utf8(options.name)) // anything else is no name, as join() says
        known.name = people::composed(options.name);
    return console.end(join(known, console));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/registrars_agree.h"
#include "app/sealing_facts.h"
#include "app/workable.h"
#include "base/text.h"
#include "ceremony_common.h"
#include "record/open_record.h"

namespace evote::app {

namespace {

// The election in the record, which must have the keys of this ceremony.
Result<record::OpenRecord> open_election(const record::RecordFolder& folder,
                                         const protocol::PublicKeys& keys) {
    EVOTE_TRY(record::OpenRecord record, record::OpenRecord::open(folder));
    if (record.election.keys().hash() != keys.hash())
        return fail(Error{ErrorCode::changed,
                          msg("these are not the keys of this ceremony"),
                          folder.keys().string(),
                          {}});
    return record;
}

std::filesystem::path seal_of(const record::RecordFolder& folder, unsigned trustee) {
    return folder.note(record::round_name(record::CeremonyRound::seal),
                       static_cast<std::uint16_t>(trustee));
}

// A trustee seals one fingerprint: neither its secret file nor any note with its signature may name
// another, whatever the name of the note.
Outcome must_be_the_first(TrusteeAtWork& work, const Digest32& fingerprint) {
    record::TrusteeSecret& secret = work.secret();
    if (secret.sealed())
        EVOTE_TRY_VOID(secret.remember_seal(fingerprint));
    for (unsigned i = 1; i <= work.manifest.trustees().count; ++i) {
        const auto& seal = work.notes.seal(static_cast<std::uint16_t>(i));
        if (seal && seal->body.fingerprint != fingerprint &&
            work.notes.is_signed({record::CeremonyRound::seal, secret.trustee()}, seal->note,
                                 work.manifest))
            return fail(
                Error{ErrorCode::already_signed,
                      msg("trustee {0} has signed another fingerprint already", secret.trustee()),
                      seal_of(work.folder, i).string(),
                      {}});
    }
    return {};
}

// Consent, and the fingerprint as it was announced and not as this folder has it.
Outcome ask(const CeremonySealOptions& options, const Digest32& fingerprint, Console& console) {
    if (options.consent == Consent::ask) {
        EVOTE_TRY(
            const bool yes,
            console.confirm(msg("Is all of this correct, and do you want to sign it? (yes/no)")));
        if (!yes)
            return fail(ErrorCode::declined, msg("nothing was signed"));
    }
    if (options.anchor.is_given())
        return {};
    EVOTE_TRY(const std::string answer,
              console.ask(msg("Type the fingerprint that was announced, not the one shown here:")));
    EVOTE_TRY(record::StatedFingerprint stated, record::StatedFingerprint::parse(trim(answer)));
    return record::Anchor(std::move(stated)).check(fingerprint);
}

// Remembers the fingerprint, and wipes what only the ceremony needed.
Outcome remember(TrusteeAtWork& work, const Digest32& fingerprint) {
    work.secret().forget_polynomials();
    EVOTE_TRY_VOID(work.secret().remember_seal(fingerprint));
    return work.file.save();
}

Outcome seal(const CeremonySealOptions& options, Console& console) {
    EVOTE_TRY(TrusteeAtWork work, TrusteeAtWork::begin(options.folder, options.secret, console));
    EVOTE_TRY(const protocol::PublicKeys keys, record::keys_of_ceremony(work.notes, work.manifest));
    EVOTE_TRY(const record::OpenRecord record, open_election(work.folder, keys));
    const Digest32& fingerprint = record.election.fingerprint();
    EVOTE_TRY_VOID(options.anchor.check(fingerprint));
    if (work.secret().polynomials())
        work.take_share();
    // Better noticed now than after the election.
    if (!work.secret().can_decrypt(keys))
        return fail(
            ErrorCode::invalid,
            msg("this secret file cannot decrypt: it does not have the share of trustee {0}",
                work.secret().trustee()));
    EVOTE_TRY_VOID(must_be_the_first(work, fingerprint));
    EVOTE_TRY_VOID(registrars_must_agree(record.folder, work.manifest, record.board.registrars,
                                         record.roll, console));
    show_what_is_sealed(record, console);
    EVOTE_TRY_VOID(manifest_must_work(work.folder, work.manifest, console));
    EVOTE_TRY_VOID(roll_must_work(work.folder, work.manifest, record.roll, console));
    if (!work.secret().sealed()) {
        EVOTE_TRY_VOID(ask(options, fingerprint, console));
        EVOTE_TRY_VOID(remember(work, fingerprint));
    }
    const record::SealNote note{fingerprint};
    EVOTE_TRY_VOID(record::put_note(work.folder,
                                    {record::CeremonyRound::seal, work.secret().trustee()},
                                    signed_note(work.secret(), note.text(work.manifest))));
    console.say(msg("Signed: {0}", seal_of(work.folder, work.secret().trustee()).string()));
    return {};
}

} // namespace

Status ceremony_seal(const CeremonySealOptions& options, Console& console) {
    return console.end(seal(options, console));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/decrypt.h"
#include "app/sealed_ground.h"
#include "app/secret_file.h"
#include "app/verified_log.h"
#include "base/text.h"
#include "ceremony_common.h"
#include "os/file.h"
#include "record/trustee_files.h"
#include "record/trustee_secret.h"
#include "record/witnesses.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

Result<record::TrusteeSecretFile> open_secret(const DecryptShareOptions& options,
                                              const protocol::Manifest& manifest,
                                              Console& console) {
    const SecretFileOptions secret{options.secret, options.passphrase, options.work_factor};
    EVOTE_TRY_VOID(keep_secrets_out_of(options.folder, secret));
    return open_secret_file<record::TrusteeSecretFile>(secret, manifest, console);
}

// Whether there is a share already, which must be correct.
Result<bool> is_made(const VerifiedRecord& verified, std::uint16_t trustee) {
    const auto& folder = verified.record.folder;
    if (!os::file_exists(folder.decryption(trustee)))
        return false;
    EVOTE_TRY(const auto shares,
              record::read_shares(folder, verified.record.election, verified.tally));
    if (std::ranges::find(shares.bad, trustee) == shares.bad.end())
        return true;
    return fail(Error{
        ErrorCode::bad_proof,
        msg("there is already a wrong decryption by trustee {0}; move it away first", trustee),
        folder.decryption(trustee).string(),
        {}});
}

// What a trustee is asked about.
void show(const VerifiedRecord& verified, Console& console) {
    const auto& manifest = verified.record.manifest();
    const auto& tally = *verified.log.tally;
    const Digest32& fingerprint = verified.record.election.fingerprint();
    const auto voters = verified.record.roll.entries().size();
    const std::string title(manifest.title().in(texts::language_tag(console.language())));
    console.facts({msg("Election {0}: {1}", manifest.id(), title),
                   msg("Fingerprint: {0}", hex_encode(fingerprint)),
                   msg("Read aloud: {0}", protocol::spoken_fingerprint(fingerprint)),
                   msg("{0} of {1} voters have a counted ballot", tally.counted, voters),
                   msg("Their weights are {0} in all", tally.weight),
                   msg("The log was closed with {0} entries", tally.log_size),
                   msg("Root: {0}", hex_encode(tally.log_root)),
                   msg("The root, read aloud: {0}", protocol::spoken_fingerprint(tally.log_root))},
                  {{"election", manifest.id()},
                   {"fingerprint", hex_encode(fingerprint)},
                   {"spoken", protocol::spoken_fingerprint(fingerprint)},
                   {"counted", tally.counted},
                   {"voters", voters},
                   {"weight", tally.weight},
                   {"size", tally.log_size},
                   {"root", hex_encode(tally.log_root)},
                   {"root_spoken", protocol::spoken_fingerprint(tally.log_root)}});
}

Outcome ask_to_decrypt(Consent consent, Console& console) {
    if (consent == Consent::given)
        return {};
    EVOTE_TRY(const bool yes,
              console.confirm(msg("Have all trustees read this root aloud, and do you want to "
                                  "decrypt this sum and never another one? (yes/no)")));
    if (!yes)
        return fail(ErrorCode::declined, msg("nothing was decrypted"));
    return {};
}

// A board can close two logs; the witnesses whom it named sign one of them.
Outcome must_be_witnessed(const VerifiedRecord& verified) {
    const auto& tally = verified.tally.tally();
    return record::must_be_witnessed(
        verified.record.folder, verified.record.board,
        {verified.record.board.key.name(), {tally.log_size, tally.log_root}});
}

Outcome make_share(const VerifiedRecord& verified, record::TrusteeSecretFile& file) {
    const auto& folder = verified.record.folder;
    const std::uint16_t trustee = file.secret().trustee();
    EVOTE_TRY(const auto share,
              record::decrypt_once(file, verified.record, verified.tally, crypto::system_random()));
    EVOTE_TRY_VOID(os::make_plain_folder(folder.decryptions()));
    return os::write_file(folder.decryption(trustee), share.write(verified.record.manifest()));
}

// The record that this secret file may decrypt, as far as that is known before its log is read.
Result<record::SealedRecord> open_own(const DecryptShareOptions& options,
                                      const record::TrusteeSecret& secret, Console& console) {
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    Outcome own = secret.may_decrypt(record.election);
    if (!own)
        return fail(std::move(own).take_error().in_file(options.secret.string()));
    if (options.before_closes == BeforeCloses::refuse)
        EVOTE_TRY_VOID(box::must_be_over_at(record.manifest(), options.clock()));
    return record;
}

Result<Status> run(const DecryptShareOptions& options, Console& console) {
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY_VOID(record::must_be_record(folder));
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY(record::TrusteeSecretFile file, open_secret(options, manifest, console));
    EVOTE_TRY(record::SealedRecord record, open_own(options, file.secret(), console));
    EVOTE_TRY(const VerifiedRecord verified, verify_for_tally(std::move(record), console));
    const std::uint16_t trustee = file.secret().trustee();
    EVOTE_TRY(const bool made, is_made(verified, trustee));
    show(verified, console);
    if (!made) {
        EVOTE_TRY_VOID(must_be_witnessed(verified));
        EVOTE_TRY_VOID(file.secret().remember_tally(verified.tally.hash()));
        EVOTE_TRY_VOID(ask_to_decrypt(options.consent, console));
        EVOTE_TRY_VOID(make_share(verified, file));
    }
    const std::string path = folder.decryption(trustee).string();
    console.facts(
        {msg("The decryption by trustee {0} is in {1}", trustee, path),
         msg("It decrypts the tally with SHA-256 {0}", hex_encode(verified.tally.hash()))},
        {{"trustee", trustee}, {"share", path}, {"tally", hex_encode(verified.tally.hash())}});
    return verified.status();
}

} // namespace

Status decrypt_share(const DecryptShareOptions& options, Console& console) {
    const auto status = run(options, console);
    return status ? *status : console.complain(status.error());
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/sealed_ground.h"
#include "app/verified_log.h"

#include "evote/app/decrypt.h"
#include "evote/base/text.h"
#include "evote/os/file.h"
#include "evote/record/trustee_files.h"
#include "evote/record/trustee_secret.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

Result<record::TrusteeSecretFile> open_secret(const DecryptShareOptions& options,
                                              const protocol::Manifest& manifest,
                                              Console& console) {
    EVOTE_TRY(SecretBytes passphrase, read_passphrase(options.passphrase, console));
    return record::TrusteeSecretFile::open(options.secret, manifest, std::move(passphrase),
                                           options.work_factor);
}

// What a trustee must check before decrypting anything.
Outcome may_decrypt(const record::OpenRecord& record, const record::TrusteeSecret& secret) {
    const auto& keys = record.election.keys();
    if (!secret.can_decrypt(keys))
        return fail(ErrorCode::wrong_key,
                    msg("this secret file does not belong to the keys of this election"));
    return {};
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

Outcome make_share(const VerifiedRecord& verified, record::TrusteeSecretFile& file) {
    const auto& folder = verified.record.folder;
    const std::uint16_t trustee = file.secret().trustee();
    EVOTE_TRY(const auto share, record::decrypt_once(file, verified.record.election, verified.tally,
                                                     crypto::system_random()));
    EVOTE_TRY_VOID(os::make_folders(folder.decryptions()));
    return os::write_file(folder.decryption(trustee), share.write(verified.record.manifest()));
}

Result<Status> run(const DecryptShareOptions& options, Console& console) {
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY_VOID(record::must_be_record(folder));
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY(record::TrusteeSecretFile file, open_secret(options, manifest, console));
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(const VerifiedRecord verified, verify_for_tally(std::move(record), console));
    EVOTE_TRY_VOID(may_decrypt(verified.record, file.secret()));
    const std::uint16_t trustee = file.secret().trustee();
    EVOTE_TRY(const bool made, is_made(verified, trustee));
    if (!made)
        EVOTE_TRY_VOID(make_share(verified, file));
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

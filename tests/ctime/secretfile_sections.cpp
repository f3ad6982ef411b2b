// SPDX-License-Identifier: Apache-2.0
// Encrypted files. A finished file is public.
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "secretfile/age.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

/// More than one chunk of the payload.
SecretBytes secret_content() {
    SecretBytes content(70'000);
    SecretRandom("content").fill(content.expose());
    return content;
}

Bytes published(Bytes file) {
    declassify(file.data(), file.size());
    return file;
}

void check_content(Result<SecretBytes> found) {
    declassify(&found, sizeof found); // whether it could be decrypted; the bytes are elsewhere
    EVOTE_CHECK(found.has_value());
    bool same = equal(found->expose(), secret_content().expose());
    declassify(same);
    EVOTE_CHECK(same);
}

} // namespace

CONSTANT_TIME(age_identities, "keys for encrypted files: made, written, read") {
    SecretRandom random("identity");
    const AgeIdentity identity = AgeIdentity::generate(random);
    const SecretBytes text = identity.text();
    auto again = AgeIdentity::parse(text.expose());
    declassify(&again, sizeof again); // whether it is a key; its scalar is elsewhere
    EVOTE_CHECK(again.has_value() && again->recipient() == identity.recipient());
}

CONSTANT_TIME(age_keys, "files encrypted for a key") {
    SecretRandom random("for a key");
    const AgeIdentity identity = AgeIdentity::generate(random);
    const Bytes file = published(
        age_encrypt(secret_content().expose(), std::span(&identity.recipient(), 1), random));
    check_content(age_decrypt(file, identity));
}

CONSTANT_TIME(age_passphrases, "files under a passphrase") {
    SecretRandom random("under a passphrase");
    SecretBytes passphrase(bytes_of("correct horse"));
    mark_secret(passphrase.expose().data(), passphrase.size());
    const auto file = age_encrypt_passphrase(secret_content().expose(), passphrase, 4, random);
    EVOTE_CHECK(file.has_value());
    check_content(age_decrypt_passphrase(published(*file), passphrase));
}

// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzz_target.h"

#include "evote/secretfile/age.h"

using namespace evote;

namespace {

const AgeIdentity& identity() {
    static SeededRandom random(bytes_of("fuzz"));
    static const AgeIdentity made = AgeIdentity::generate(random);
    return made;
}

} // namespace

// The input as a file: it must be refused or give its plaintext, never break.
EVOTE_FUZZ(age_file) {
    const auto plain = age_decrypt(bytes, identity());
    if (!plain)
        EVOTE_CHECK(plain.error().status == Status::malformed ||
                    plain.error().status == Status::refused);
}

// The input as a plaintext.
EVOTE_FUZZ(age_round_trip) {
    SeededRandom random(bytes);
    const AgeRecipient recipients[] = {identity().recipient()};
    const auto file = age_encrypt(bytes, recipients, random);
    const auto plain = age_decrypt(file, identity());
    EVOTE_CHECK(plain && equal(plain->expose(), bytes));
    const auto binary = age_unarmor(age_armor(file));
    EVOTE_CHECK(binary && equal(*binary, file));
}

EVOTE_FUZZ(age_armor) {
    const auto file = age_unarmor(text_of(bytes));
    if (file)
        EVOTE_CHECK(age_armor(*file) == text_of(bytes));
}

EVOTE_FUZZ(age_recipient) {
    const auto recipient = AgeRecipient::parse(text_of(bytes));
    if (recipient)
        EVOTE_CHECK(recipient->text() == text_of(bytes));
}

EVOTE_FUZZ(age_identity) {
    const auto key = AgeIdentity::parse(bytes);
    if (key)
        EVOTE_CHECK(equal(key->text().expose(), bytes));
}

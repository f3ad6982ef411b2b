// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzz_target.h"
#include "secretfile/age.h"
#include "support/rooms.h"

using namespace evote;

namespace {

const AgeIdentity& known_identity() {
    static SeededRandom random(bytes_of("fuzz"));
    static const AgeIdentity made = AgeIdentity::generate(random);
    return made;
}

} // namespace

// The input as a file: it must be refused or decrypt, never crash.
EVOTE_FUZZ(age_file) {
    const auto plain = age_decrypt(bytes, known_identity());
    if (!plain)
        EVOTE_CHECK(kind_of(plain.error().code) == ErrorKind::malformed ||
                    kind_of(plain.error().code) == ErrorKind::refused);
}

namespace {

/// Whether a file asks for too much work for many runs a second.
bool is_slow(ByteView file) {
    static constexpr std::size_t salt_size = 22;
    static constexpr std::string_view stanza = "-> scrypt ";
    const auto text = text_of(file);
    const auto at = text.find(stanza);
    const auto factor = at == std::string_view::npos ? at : at + stanza.size() + salt_size + 1;
    return factor < text.size() && text.substr(factor, 2).find_first_not_of("123\n") != text.npos;
}

} // namespace

// The same under a passphrase.
EVOTE_FUZZ(age_passphrase) {
    static const SecretBytes passphrase(bytes_of("fuzz"));
    if (is_slow(bytes))
        return;
    const auto plain = age_decrypt_passphrase(bytes, passphrase);
    if (!plain)
        EVOTE_CHECK(kind_of(plain.error().code) == ErrorKind::malformed ||
                    kind_of(plain.error().code) == ErrorKind::refused);
}

// The input as a plaintext.
EVOTE_FUZZ(age_round_trip) {
    SeededRandom random(bytes);
    const AgeRecipient recipients[] = {known_identity().recipient()};
    const auto file = age_encrypt(bytes, recipients, random);
    const auto plain = age_decrypt(file, known_identity());
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

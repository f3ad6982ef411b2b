// SPDX-License-Identifier: Apache-2.0
#include "craft.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

void check_plain(const Result<SecretBytes>& plain, std::string_view expected) {
    REQUIRE(plain);
    CHECK(text_of(plain->expose()) == expected);
}

AgeIdentity second_identity() {
    return AgeIdentity::parse(bytes_of(craft::vector_file("second-identity.txt"))).value();
}

} // namespace

TEST_CASE("known age files for keys decrypt") {
    const auto plain = craft::vector_file("plain.txt");
    const auto one = craft::vector_file("one-recipient.age");
    const auto two = craft::vector_file("two-recipients.age");
    check_plain(age_decrypt(bytes_of(one), craft::identity()), plain);
    check_plain(age_decrypt(bytes_of(two), craft::identity()), plain);
    check_plain(age_decrypt(bytes_of(two), second_identity()), plain);
    check_plain(age_decrypt(bytes_of(craft::vector_file("empty.age")), craft::identity()), "");

    const auto refused = age_decrypt(bytes_of(one), second_identity());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::wrong_key);
}

TEST_CASE("a known age file in the text form decrypts") {
    const auto text = craft::vector_file("armored.age.txt");
    const auto file = age_unarmor(text);
    REQUIRE(file);
    check_plain(age_decrypt(*file, craft::identity()), craft::vector_file("plain.txt"));
    CHECK(age_armor(*file) == text);
}

TEST_CASE("a known age file under a passphrase decrypts") {
    const auto file = craft::vector_file("passphrase.age");
    const SecretBytes passphrase(bytes_of(craft::vector_file("passphrase.txt")));
    check_plain(age_decrypt_passphrase(bytes_of(file), passphrase),
                craft::vector_file("plain.txt"));
}

// SPDX-License-Identifier: Apache-2.0
#include "craft.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

constexpr unsigned light_work = 4;

SecretBytes passphrase(std::string_view text) {
    return SecretBytes(bytes_of(text));
}

// The part of a file after its header.
ByteView payload_of(const Bytes& file) {
    const auto mac_line = text_of(file).find("\n---") + 1;
    return ByteView(file).subspan(text_of(file).find('\n', mac_line) + 1);
}

} // namespace

TEST_CASE("what is encrypted for a key decrypts at every size around a chunk") {
    const std::vector recipients{craft::identity().recipient()};
    for (const std::size_t size : {0U, 1U, 16U, 65535U, 65536U, 65537U, 131072U, 131073U}) {
        INFO(size);
        const auto text = craft::some_text(size);
        const auto file = age_encrypt(text, recipients, system_random());
        const std::size_t chunks = std::max<std::size_t>(1, (size + 65535) / 65536);
        CHECK(payload_of(file).size() == 16 + size + 16 * chunks);
        const auto plain = age_decrypt(file, craft::identity());
        REQUIRE(plain);
        CHECK(equal(plain->expose(), text));
    }
}

TEST_CASE("every recipient can decrypt and nobody else") {
    const auto first = AgeIdentity::generate(system_random());
    const auto second = AgeIdentity::generate(system_random());
    const auto other = AgeIdentity::generate(system_random());
    const std::vector recipients{first.recipient(), second.recipient()};
    const auto file = age_encrypt(bytes_of("share"), recipients, system_random());
    CHECK(text_of(age_decrypt(file, first).value().expose()) == "share");
    CHECK(text_of(age_decrypt(file, second).value().expose()) == "share");
    const auto refused = age_decrypt(file, other);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::wrong_key);
    CHECK(refused.error().message.english() == "this file is not encrypted for this key");
}

TEST_CASE("what is encrypted under a passphrase decrypts only with it") {
    const auto file = age_encrypt_passphrase(bytes_of("secret"), passphrase("right"), light_work,
                                             system_random());
    REQUIRE(file);
    const auto plain = age_decrypt_passphrase(*file, passphrase("right"));
    REQUIRE(plain);
    CHECK(text_of(plain->expose()) == "secret");
    const auto wrong = age_decrypt_passphrase(*file, passphrase("wrong"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == ErrorCode::wrong_passphrase);
    CHECK(wrong.error().message.english() == "the passphrase is wrong");
}

TEST_CASE("an empty passphrase is refused") {
    const auto written =
        age_encrypt_passphrase(bytes_of("secret"), SecretBytes(), light_work, system_random());
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::unusable_passphrase);
    const auto file = age_encrypt_passphrase(bytes_of("secret"), passphrase("right"), light_work,
                                             system_random());
    const auto read = age_decrypt_passphrase(file.value(), SecretBytes());
    REQUIRE_FALSE(read);
    CHECK(read.error().message.english() == "the passphrase is empty");
}

TEST_CASE("two files of one text share nothing") {
    const std::vector recipients{craft::identity().recipient()};
    const auto first = age_encrypt(bytes_of("text"), recipients, system_random());
    const auto second = age_encrypt(bytes_of("text"), recipients, system_random());
    CHECK_FALSE(equal(payload_of(first).first(16), payload_of(second).first(16)));
}

TEST_CASE("attack 31 a repeated generator does not repeat the keys of another text") {
    const std::vector recipients{craft::identity().recipient()};
    const auto encrypted = [&](std::string_view text, std::span<const AgeRecipient> to) {
        SeededRandom random(bytes_of("repeated"));
        return age_encrypt(bytes_of(text), to, random);
    };
    const auto under_passphrase = [&](std::string_view text, std::string_view words) {
        SeededRandom random(bytes_of("repeated"));
        return age_encrypt_passphrase(bytes_of(text), passphrase(words), light_work, random)
            .value();
    };
    const auto nonce = [](const Bytes& file) { return to_bytes(payload_of(file).first(16)); };
    const auto header = [](const Bytes& file) { return to_string(ByteView(file).first(70)); };

    const auto first = encrypted("text 1", recipients);
    CHECK(first == encrypted("text 1", recipients)); // the generator does repeat
    const auto second = encrypted("text 2", recipients);
    CHECK(nonce(first) != nonce(second));
    CHECK(header(first) != header(second));
    const std::vector twice{recipients[0], recipients[0]};
    CHECK(nonce(first) != nonce(encrypted("text 1", twice)));

    const auto third = under_passphrase("text 1", "one");
    CHECK(nonce(third) != nonce(under_passphrase("text 2", "one")));
    CHECK(nonce(third) != nonce(under_passphrase("text 1", "two")));
    CHECK(header(third) != header(under_passphrase("text 2", "one")));
}

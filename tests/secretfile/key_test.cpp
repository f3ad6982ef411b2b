// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "craft.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>

using namespace evote;

namespace {

// Bech32 of any bytes with any padding bits, following the text of BIP 173.
std::string bech32(const std::string& prefix, ByteView data, unsigned filling) {
    constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    std::vector<unsigned> values;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const auto byte : data) {
        buffer = (buffer << 8 | byte) & 0xFFF;
        for (bits += 8; bits >= 5; bits -= 5)
            values.push_back(buffer >> (bits - 5) & 31);
    }
    if (bits > 0)
        values.push_back((buffer << (5 - bits) & 31) | filling);
    std::vector<unsigned> input;
    for (const char c : prefix)
        input.push_back(static_cast<unsigned>(c) >> 5);
    input.push_back(0);
    for (const char c : prefix)
        input.push_back(static_cast<unsigned>(c) & 31);
    input.insert(input.end(), values.begin(), values.end());
    input.insert(input.end(), 6, 0);
    constexpr unsigned generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    unsigned check = 1;
    for (const unsigned value : input) {
        const unsigned top = check >> 25;
        check = (check & 0x1ffffff) << 5 ^ value;
        for (unsigned i = 0; i < 5; ++i)
            if ((top >> i & 1) != 0)
                check ^= generator[i];
    }
    check ^= 1;
    for (unsigned i = 0; i < 6; ++i)
        values.push_back(check >> 5 * (5 - i) & 31);
    std::string out = prefix + "1";
    for (const unsigned value : values)
        out += alphabet[value];
    return out;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    return text;
}

bool parses_as_recipient(std::string_view text) {
    const auto recipient = AgeRecipient::parse(text);
    if (!recipient)
        CHECK(recipient.error().code == ErrorCode::malformed);
    return recipient.has_value();
}

bool parses_as_identity(std::string_view text) {
    const auto identity = AgeIdentity::parse(bytes_of(text));
    if (!identity) {
        CHECK(identity.error().code == ErrorCode::malformed);
        CHECK(identity.error().message.english() == "this is not an age secret key");
    }
    return identity.has_value();
}

} // namespace

TEST_CASE("known key pairs are read and written") {
    for (const std::string name : {"", "second-", "specification-"}) {
        INFO(name);
        const auto secret = craft::vector_file(name + "identity.txt");
        const auto text = craft::vector_file(name + "recipient.txt");
        const auto identity = AgeIdentity::parse(bytes_of(secret));
        REQUIRE(identity);
        CHECK(text_of(identity->text().expose()) == secret);
        CHECK(identity->recipient().text() == text);
        const auto recipient = AgeRecipient::parse(text);
        REQUIRE(recipient);
        CHECK(*recipient == identity->recipient());
    }
}

TEST_CASE("new identities are the bytes of the generator and differ") {
    SeededRandom random(bytes_of("identities"));
    const auto first = AgeIdentity::generate(random);
    const auto second = AgeIdentity::generate(random);
    CHECK_FALSE(first.recipient() == second.recipient());
    SeededRandom again(bytes_of("identities"));
    CHECK(AgeIdentity::generate(again).recipient() == first.recipient());
    CHECK(parses_as_identity(text_of(first.text().expose())));
}

TEST_CASE("attack 8 key texts have one spelling") {
    const auto secret = craft::vector_file("identity.txt");
    const auto text = craft::vector_file("recipient.txt");
    auto lower = secret;
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    CHECK_FALSE(parses_as_identity(lower));
    CHECK_FALSE(parses_as_identity(text));
    CHECK_FALSE(parses_as_identity(secret + "\n"));
    CHECK_FALSE(parses_as_identity(" " + secret));
    CHECK_FALSE(parses_as_identity(""));
    CHECK_FALSE(parses_as_recipient(upper(text)));
    CHECK_FALSE(parses_as_recipient(secret));
    CHECK_FALSE(parses_as_recipient(text + "\n"));
    CHECK_FALSE(parses_as_recipient(text.substr(0, 61)));
    CHECK_FALSE(parses_as_recipient(""));
}

TEST_CASE("no character of a key text can be changed") {
    const auto secret = craft::vector_file("identity.txt");
    const auto text = craft::vector_file("recipient.txt");
    for (unsigned replacement = 0; replacement < 256; ++replacement) {
        for (std::size_t i = 0; i < secret.size(); ++i) {
            auto changed = secret;
            changed[i] = static_cast<char>(replacement);
            CHECK(parses_as_identity(changed) == (changed == secret));
        }
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto changed = text;
            changed[i] = static_cast<char>(replacement);
            CHECK(parses_as_recipient(changed) == (changed == text));
        }
    }
}

TEST_CASE("key texts of another size or prefix or with padding bits are refused") {
    const auto key = craft::identity().recipient().bytes();
    Bytes longer = to_bytes(key);
    longer.push_back(0);
    CHECK(parses_as_recipient(bech32("age", key, 0)));
    CHECK(parses_as_identity(upper(bech32("age-secret-key-", key, 0))));
    for (unsigned filling = 1; filling < 16; ++filling) {
        CHECK_FALSE(parses_as_recipient(bech32("age", key, filling)));
        CHECK_FALSE(parses_as_identity(upper(bech32("age-secret-key-", key, filling))));
    }
    CHECK_FALSE(parses_as_recipient(bech32("age", ByteView(key).first(31), 0)));
    CHECK_FALSE(parses_as_recipient(bech32("age", longer, 0)));
    CHECK_FALSE(parses_as_recipient(bech32("agf", key, 0)));
    CHECK_FALSE(parses_as_identity(upper(bech32("age-secret-kez-", key, 0))));
}

TEST_CASE("attack 6 recipients of low order are refused") {
    const auto text = craft::vector_file("low-order-points.txt");
    for (const auto point : split(trim(text), '\n')) {
        INFO(point);
        const auto recipient = AgeRecipient::parse(bech32("age", hex_decode(point).value(), 0));
        REQUIRE_FALSE(recipient);
        CHECK(recipient.error().message.english() == "this age public key protects nothing");
    }
}

TEST_CASE("attack 8 recipients have one coordinate") {
    // 9 is the base point's coordinate; 2^255 - 19 + 9 is the same point again.
    ByteArray<32> base{9};
    CHECK(parses_as_recipient(bech32("age", base, 0)));
    base[31] = 0x80;
    CHECK_FALSE(parses_as_recipient(bech32("age", base, 0)));
    ByteArray<32> again{};
    again.fill(0xFF);
    again[0] = 0xED + 9;
    again[31] = 0x7F;
    CHECK_FALSE(parses_as_recipient(bech32("age", again, 0)));
    again[0] = 0xEB; // 2^255 - 21, canonical
    CHECK(parses_as_recipient(bech32("age", again, 0)));
}

// SPDX-License-Identifier: Apache-2.0
#include "base/secret_text.h"
#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sha2.h"
#include "evote/bytes.h"
#include "evote/result.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

// A generator that always gives the same bytes, as after restoring a snapshot.
class StuckRandom final : public Random {
  public:
    void fill(MutableByteView out) override { std::fill(out.begin(), out.end(), 0x5A); }
};

ByteArray<64> nonce(HedgedNonces& nonces) {
    ByteArray<64> out{};
    nonces.next(out);
    return out;
}

} // namespace

TEST_CASE("hex is lower case and even") {
    CHECK(hex_encode(Bytes{0, 255, 16}) == "00ff10");
    CHECK(hex_decode("00ff10") == Bytes{0, 255, 16});
    CHECK_FALSE(hex_decode("00FF10"));
    CHECK_FALSE(hex_decode("0"));
    CHECK_FALSE(hex_decode("0g"));
    CHECK_FALSE(hex_decode_array<2>("00ff10"));
}

TEST_CASE("base64 has one text for each value") {
    CHECK(base64_encode(bytes_of("ab")) == "YWI=");
    CHECK(base64_encode(bytes_of("ab"), Base64Padding::forbidden) == "YWI");
    CHECK(base64_decode("YWI=") == to_bytes(bytes_of("ab")));
    CHECK(base64_decode("YWI", Base64Padding::forbidden) == to_bytes(bytes_of("ab")));
    CHECK(base64_decode("") == Bytes{});
    for (const char* bad : {"YWI", "YWJ=", "YWI=\n", " YWI=", "YW=I", "====", "Y===", "YWI-"})
        CHECK_FALSE(base64_decode(bad));
    for (const char* bad : {"YWI=", "YWJ", "Y", "YWIxA"})
        CHECK_FALSE(base64_decode(bad, Base64Padding::forbidden));
}

TEST_CASE("base64 of secrets is standard base64") {
    for (unsigned byte = 0; byte < 256; ++byte) {
        const Bytes bytes{static_cast<std::uint8_t>(byte), 0x5a, static_cast<std::uint8_t>(~byte)};
        const SecretBytes text = base64_encode_secret(bytes);
        CHECK(text_of(text.expose()) == base64_encode(bytes));
        CHECK(equal(base64_decode_secret(text_of(text.expose()))->expose(), bytes));
        const std::string one(4, static_cast<char>(byte));
        const auto usual = base64_decode(one);
        const auto secret = base64_decode_secret(one);
        REQUIRE(secret.has_value() == usual.has_value());
        if (usual)
            CHECK(equal(secret->expose(), *usual));
    }
    CHECK_FALSE(base64_decode_secret("AAAAA"));
    CHECK_FALSE(base64_decode_secret("AAA="));
    CHECK(base64_decode_secret("")->size() == 0);
}

TEST_CASE("decimal is plain") {
    CHECK(decimal_decode("0", 10) == 0U);
    CHECK(decimal_decode("18446744073709551615", UINT64_MAX) == UINT64_MAX);
    for (const char* bad : {"", "00", "01", "+1", "-1", "1 ", "1e3", "18446744073709551616", "11"})
        CHECK_FALSE(decimal_decode(bad, 10));
    for (const char* bad : {"/", ":", "1/", "1:", "18446744073709551616"})
        CHECK_FALSE(decimal_decode(bad, UINT64_MAX));
}

TEST_CASE("UTF-8 has one encoding for each character") {
    // The first and the last of each length.
    for (const std::string text :
         {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
          "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        CHECK(is_utf8(text));
    // Overlong forms, surrogates, beyond the last code point, truncated.
    for (const std::string text :
         {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
          "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\x80", "\xFF", "\xC2", "\xE0\xA0", "\xF0\x90\x80", "\xC2\x41"}) {
        INFO(hex_encode(bytes_of(text)));
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("printed names show control and direction characters") {
    CHECK(printable("Асанов Ө.") == "Асанов Ө.");
    CHECK(printable("a\x1b[2J") == "a\\u{001B}[2J");
    CHECK(printable("a\u202Eb") == "a\\u{202E}b");
    CHECK(printable("a\xff") == "a\\x{FF}");
    // Blanks of Hangul, Khmer, Mongolian and Braille, a joiner, a selector, a tag: all invisible.
    for (const auto* const invisible :
         {"\u034F", "\u115F", "\u1160", "\u17B4", "\u180E", "\u200B", "\u2800", "\u3164", "\uFE0F",
          "\uFFA0", "\U0001D173", "\U000E0041"})
        CHECK(printable(invisible).starts_with("\\u{"));
    for (const auto* const visible :
         {"ң", "Ү", "«", "№", "\u1161", "\u2801", "\u3163", "\U0001F5F3"})
        CHECK(printable(visible) == visible);
    CHECK(is_utf8("кыргызча"));
}

TEST_CASE("blanks of any width are trimmed from the ends of a text") {
    CHECK(trim(" \t\r\n") == "");
    CHECK(trim("") == "");
    CHECK(trim(" a b\n") == "a b");
    CHECK(trim("\u00A0\u2003Ак\u00A0Сай\u3000 ") == "Ак\u00A0Сай");
    CHECK(trim("\u202F") == "");
    CHECK(trim(" \xA0 ") == "\xA0");
    CHECK(trim(" \xE3\x80 ") == "\xE3\x80");
}

TEST_CASE("white space is that of Unicode") {
    for (const auto* const white :
         {"\t",     "\n",     "\v",     "\f",     "\r",     " ",      "\xC2\x85",
          "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
          "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u2028",
          "\u2029", "\u202F", "\u205F", "\u3000"}) {
        CHECK(has_white_space(white));
        CHECK(has_white_space(std::string("\xFFң") + white + "a"));
    }
    for (const auto* const other : {"", "a", "\b", "\x0E", "\x1F", "\x7F", "\u180E", "\u200B",
                                    "\u2060", "\uFEFF", "\x85", "\xA0", "\xE3\x80"})
        CHECK_FALSE(has_white_space(other));
}

TEST_CASE("cursor reads big endian and refuses short fields") {
    const Bytes bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    ByteCursor cursor(bytes);
    CHECK(cursor.take_u16() == 0x0102);
    CHECK(cursor.take_u64() == 0x030405060708090AU);
    CHECK_FALSE(cursor.take_u16());
    CHECK(cursor.take_u8() == 11);
    CHECK(cursor.at_end());
    Bytes out;
    append_u16(out, 0x0102);
    append_u32(out, 0x03040506);
    append_u64(out, 0x0708);
    CHECK(hex_encode(out) == "0102030405060000000000000708");
}

TEST_CASE("bytes of another length are not equal") {
    const Bytes bytes{1, 2, 3, 4};
    CHECK(equal(bytes, Bytes{1, 2, 3, 4}));
    CHECK_FALSE(equal(bytes, Bytes{1, 2, 3, 5}));
    CHECK_FALSE(equal(ByteView(bytes).first(3), bytes));
    CHECK_FALSE(equal(bytes, ByteView(bytes).first(3)));
}

TEST_CASE("SHA 2 known answers") {
    CHECK(hex_encode(sha256(bytes_of("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 hash;
    hash.add_text("a").add_text("bc");
    CHECK(hash.finish() == sha256(bytes_of("abc")));
    CHECK(hash.finish() == sha256(bytes_of("")));
    CHECK(tagged_hash("ballot/statement", {bytes_of("abc")}) ==
          Sha512().add_text("evote/v1/ballot/statement").add(Bytes{0}).add_text("abc").finish());
}

TEST_CASE("SHA 2 of many messages is the same as one by one") {
    Bytes text(600);
    SeededRandom(bytes_of("messages")).fill(text);
    std::vector<ByteView> messages;
    // Every size up to four blocks, eight times each, then mixed sizes and a partly filled set of
    // lanes.
    for (std::size_t size = 0; size <= 520; ++size)
        for (std::size_t i = 0; i < 8; ++i)
            messages.push_back(ByteView(text).subspan(8 * i, size));
    for (const std::size_t size : {3U, 3U, 200U, 3U, 3U, 3U, 3U, 3U, 3U, 7U, 7U, 7U})
        messages.push_back(ByteView(text).first(size));
    for (const std::string tag : {"t", "a tag that fills a block and more", ""}) {
        const std::string long_tag = tag.size() > 1 ? std::string(200, 'x') : tag;
        std::vector<Digest64> hashes(messages.size());
        tagged_hash_batch(long_tag, messages, hashes);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < messages.size(); ++i)
            wrong += hashes[i] != tagged_hash(long_tag, {messages[i]});
        CHECK(wrong == 0);
    }
}

TEST_CASE("nonces drawn together are the same as one by one") {
    const auto make = [] {
        std::vector<HedgedNonces> nonces;
        for (std::uint8_t i = 0; i < 19; ++i) {
            StuckRandom stuck;
            nonces.emplace_back(stuck, Bytes{i}, bytes_of("statement"));
        }
        return nonces;
    };
    auto single = make();
    auto together = make();
    std::vector<ByteArray<64>> out(together.size());
    for (int round = 0; round < 300; ++round) {
        HedgedNonces::next_of_each(together, out);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < out.size(); ++i)
            wrong += out[i] != nonce(single[i]);
        CHECK(wrong == 0);
    }
}

TEST_CASE("attack 31 a repeated generator state repeats no nonce") {
    StuckRandom stuck;
    const Bytes secret{1};
    HedgedNonces first(stuck, secret, bytes_of("one statement"));
    HedgedNonces other(stuck, secret, bytes_of("another statement"));
    HedgedNonces other_secret(stuck, Bytes{2}, bytes_of("one statement"));
    HedgedNonces shifted(stuck, Bytes{}, bytes_of("\x01one statement"));
    const auto a = nonce(first);
    CHECK(a != nonce(first));
    CHECK(a != nonce(other));
    CHECK(a != nonce(other_secret));
    CHECK(a != nonce(shifted));
}

TEST_CASE("bytes drawn ahead are those of the generator") {
    SeededRandom one_by_one(bytes_of("seed"));
    SeededRandom source(bytes_of("seed"));
    RandomAhead ahead(source, 100);
    for (const std::size_t size : {64U, 0U, 1U, 35U}) {
        Bytes expected(size);
        one_by_one.fill(expected);
        Bytes given(size);
        ahead.fill(given);
        CHECK(given == expected);
    }
}

TEST_CASE("seeded bytes repeat and do not depend on how they are drawn") {
    SeededRandom a(bytes_of("seed"));
    SeededRandom b(bytes_of("seed"));
    Bytes whole(150);
    Bytes pieces(150);
    a.fill(whole);
    b.fill(MutableByteView(pieces).first(7));
    b.fill(MutableByteView(pieces).subspan(7));
    CHECK(whole == pieces);
}

TEST_CASE("a moved secret is at its new place") {
    Secret<std::uint64_t> a(42);
    Secret<std::uint64_t> b(std::move(a));
    CHECK(b.expose() == 42);
    SecretBytes bytes(bytes_of("passphrase"));
    SecretBytes moved = std::move(bytes);
    CHECK(text_of(moved.expose()) == "passphrase");
}

TEST_CASE("messages put values into any language and errors name their place") {
    const Message message = msg("{0} of {1} ballots", 3, 5);
    CHECK(message.english() == "3 of 5 ballots");
    CHECK(message.with_template("{1} бюллетеней, из них {0} {2}") == "5 бюллетеней, из них 3 {2}");
    const Error error = Error{ErrorCode::malformed, msg("bad"), {}, {verbatim("min")}}
                            .at(verbatim("contests[0]"))
                            .in_file("m");
    CHECK(error.english() == "m: contests[0]: min: bad");
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "craft.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace evote;
using craft::Fault;

namespace {

const std::string version(craft::version);
const std::string bad_line = "this line of the header is not well-formed";
const std::string bad_entry = "this entry of the header is not well-formed";
const std::string bad_end = "the last line of the header is not well-formed";
const std::string unknown_version = "this is an age file of an unknown version";
const std::string not_for_key = "this file is not encrypted for this key";
const std::string not_alone = "a file under a passphrase must not have another way to decrypt it";
const std::string cut_header = "the file is cut short within its header";
const std::string damaged = "the file is damaged or cut short";

Bytes text_file(std::string_view text) {
    return to_bytes(bytes_of(text));
}

// The base64 text with its last character changed in insignificant bits.
std::string not_canonical(std::string text) {
    text.back() = static_cast<char>(text.back() + 1);
    return text;
}

std::string x25519(std::string_view arguments) {
    return version + craft::stanza(fmt::format("X25519{}", arguments), craft::x25519_body());
}

std::string x25519_with_body(std::string_view body) {
    return version + craft::stanza("X25519 " + craft::share(), body);
}

std::string scrypt(std::string_view arguments) {
    return version + craft::stanza(fmt::format("scrypt{}", arguments), craft::scrypt_body(5));
}

std::string sound_scrypt_stanza() {
    return craft::stanza("scrypt " + craft::salt() + " 5", craft::scrypt_body(5));
}

// A file whose end line is "---" followed by `end`.
Bytes with_end(std::string_view end) {
    return craft::joined(version + craft::x25519_stanza() + "---" + std::string(end),
                         craft::sound_payload());
}

Bytes with_payload(const std::vector<craft::Chunk>& chunks) {
    return craft::file(version + craft::x25519_stanza(), craft::payload(chunks));
}

Bytes cut(Bytes file, std::size_t bytes) {
    file.resize(file.size() - bytes);
    return file;
}

std::vector<Fault> version_faults() {
    const auto rest = craft::x25519_stanza();
    const auto m = ErrorCode::malformed;
    return {
        {"empty", {}, m, "this is not an age file", "line 1"},
        {"other text", text_file("{}\n"), m, "this is not an age file", "line 1"},
        {"other name", craft::file("age-encryption.com/v1\n" + rest), m, "this is not an age file",
         "line 1"},
        {"version 2", craft::file("age-encryption.org/v2\n" + rest), m, unknown_version, "line 1"},
        {"CR", craft::file("age-encryption.org/v1\r\n" + rest), m, unknown_version, "line 1"},
        {"blank", craft::file("age-encryption.org/v1 \n" + rest), m, unknown_version, "line 1"},
        {"version only", text_file(version), m, cut_header, "line 2"},
        {"half a version", text_file("age-encryption.org/v"), m, cut_header, "line 1"},
        {"text form", text_file(age_armor(craft::file(version + rest))), m,
         "this is not an age file", "line 1"},
    };
}

std::vector<Fault> stanza_faults() {
    const auto m = ErrorCode::malformed;
    const auto body = craft::x25519_body();
    const auto share = craft::share();
    const std::string full_line(64, 'A');
    return {
        {"no stanza", craft::file(version), m, "the header names nobody who could decrypt",
         "line 2"},
        {"no blank", craft::file(version + "->X25519 " + share + "\n" + body + "\n"), m, bad_line,
         "line 2"},
        {"no arguments", craft::file(version + "-> \n\n" + craft::x25519_stanza()), m, bad_line,
         "line 2"},
        {"two blanks", craft::file(x25519("  " + share)), m, bad_line, "line 2"},
        {"blank behind", craft::file(x25519(" " + share + " ")), m, bad_line, "line 2"},
        {"tab", craft::file(x25519("\t" + share)), m, bad_line, "line 2"},
        {"not ASCII", craft::file(x25519(" \xD0\xB0")), m, bad_line, "line 2"},
        {"control character", craft::file(x25519(" \x7F")), m, bad_line, "line 2"},
        {"CR behind arguments", craft::file(x25519(" " + share + "\r")), m, bad_line, "line 2"},
        {"CR behind body", craft::file(x25519_with_body(body + "\r")), m, bad_line, "line 3"},
        {"padding", craft::file(x25519_with_body(body + "=")), m, bad_line, "line 3"},
        {"body not canonical", craft::file(x25519_with_body(not_canonical(body))), m, bad_line,
         "line 3"},
        {"no short last line", craft::file(x25519_with_body(full_line)), m, bad_line, "line 4"},
        {"long line", craft::file(x25519_with_body(full_line + "AAAA")), m, bad_line, "line 3"},
        {"body in two lines",
         craft::file(x25519_with_body(body.substr(0, 4) + "\n" + body.substr(4))), m, bad_line,
         "line 4"},
        {"no body", craft::file(version + "-> X25519 " + share + "\n"), m, bad_line, "line 3"},
    };
}

std::vector<Fault> x25519_faults() {
    const auto m = ErrorCode::malformed;
    const auto share = craft::share();
    const Bytes bytes(33, 0x44);
    const ByteView view(bytes);
    const auto sound = craft::x25519_stanza();
    return {
        {"no share", craft::file(x25519("")), m, bad_entry, "line 2"},
        {"one argument more", craft::file(x25519(" " + share + " a")), m, bad_entry, "line 2"},
        {"short share", craft::file(x25519(" " + craft::base64(view.first(31)))), m, bad_entry,
         "line 2"},
        {"long share", craft::file(x25519(" " + craft::base64(view))), m, bad_entry, "line 2"},
        {"share with padding", craft::file(x25519(" " + share + "=")), m, bad_entry, "line 2"},
        {"share not canonical", craft::file(x25519(" " + not_canonical(share))), m, bad_entry,
         "line 2"},
        {"short body", craft::file(x25519_with_body(craft::base64(view.first(31)))), m, bad_entry,
         "line 2"},
        {"long body", craft::file(x25519_with_body(craft::base64(view))), m, bad_entry, "line 2"},
        {"wrong body", craft::file(x25519_with_body(craft::base64(view.first(32)))),
         ErrorCode::wrong_key, not_for_key, ""},
        {"bad second entry", craft::file(version + sound + craft::stanza("X25519", "")), m,
         bad_entry, "line 4"},
        {"other type", craft::file(version + craft::stanza("x25519 " + share, "")),
         ErrorCode::wrong_key, not_for_key, ""},
        {"passphrase", craft::file(version + sound_scrypt_stanza()), ErrorCode::wrong_key,
         "this file is under a passphrase, not encrypted for a key", ""},
        {"scrypt behind", craft::file(version + sound + sound_scrypt_stanza()), m, not_alone,
         "line 4"},
        {"scrypt before", craft::file(version + sound_scrypt_stanza() + sound), m, not_alone,
         "line 2"},
    };
}

std::vector<Fault> end_faults() {
    const auto m = ErrorCode::malformed;
    const auto right = craft::mac(version + craft::x25519_stanza());
    const std::string altered = "the file is damaged: its header was altered";
    const std::string zeros(43, 'A');
    const auto other = craft::mac(version + craft::x25519_stanza() + craft::x25519_stanza());
    return {
        {"zero MAC", with_end(" " + zeros + "\n"), m, altered, "header"},
        {"MAC of another header", with_end(" " + other + "\n"), m, altered, "header"},
        {"no MAC", with_end("\n"), m, bad_end, "line 4"},
        {"no blank", with_end(right + "\n"), m, bad_end, "line 4"},
        {"two blanks", with_end("  " + right + "\n"), m, bad_end, "line 4"},
        {"blank behind", with_end(" " + right + " \n"), m, bad_end, "line 4"},
        {"CR", with_end(" " + right + "\r\n"), m, bad_end, "line 4"},
        {"padding", with_end(" " + right + "=\n"), m, bad_end, "line 4"},
        {"short", with_end(" " + right.substr(0, 42) + "\n"), m, bad_end, "line 4"},
        {"long", with_end(" " + right + "AAAA\n"), m, bad_end, "line 4"},
        {"not canonical", with_end(" " + not_canonical(right) + "\n"), m, bad_end, "line 4"},
        {"more behind", with_end(" " + right + " a\n"), m, bad_end, "line 4"},
    };
}

std::vector<Fault> payload_faults() {
    const auto m = ErrorCode::malformed;
    const Bytes full(65536, 'f');
    const Bytes text = to_bytes(bytes_of("text"));
    const auto sound = with_payload({{text, 0, 1}});
    const auto header = version + craft::x25519_stanza();
    const auto two = with_payload({{full, 0, 0}, {text, 1, 1}});
    return {
        {"no payload", craft::file(header, {}), m, "the file is cut short after its header", ""},
        {"short nonce", craft::file(header, Bytes(15)), m, "the file is cut short after its header",
         ""},
        {"no chunk", with_payload({}), m, damaged, "chunk 1"},
        {"short tag", cut(with_payload({{{}, 0, 1}}), 1), m, damaged, "chunk 1"},
        {"cut chunk", cut(sound, 1), m, damaged, "chunk 1"},
        {"trailing byte", craft::joined(text_of(sound), {0}), m, damaged, "chunk 1"},
        {"no last chunk", with_payload({{text, 0, 0}}), m, damaged, "chunk 1"},
        {"no last chunk after a full one", with_payload({{full, 0, 0}}), m, damaged, "chunk 1"},
        {"last flag 2", with_payload({{text, 0, 2}}), m, damaged, "chunk 1"},
        {"last chunk removed", cut(two, text.size() + age::tag_bytes), m, damaged, "chunk 1"},
        {"last chunk cut within its tag", cut(two, text.size() + 1), m, damaged, "chunk 2"},
        {"last chunk cut to its tag", cut(two, text.size()), m, damaged, "chunk 2"},
        {"empty last chunk", with_payload({{full, 0, 0}, {{}, 1, 1}}), m, damaged, "chunk 2"},
        {"two last chunks", with_payload({{full, 0, 1}, {text, 1, 1}}), m, damaged, "chunk 1"},
        {"chunk after the last", with_payload({{text, 0, 1}, {text, 1, 1}}), m, damaged, "chunk 1"},
        {"short chunk before the last", with_payload({{text, 0, 0}, {text, 1, 1}}), m, damaged,
         "chunk 1"},
        {"byte behind a full last chunk", craft::joined(text_of(with_payload({{full, 0, 1}})), {0}),
         m, damaged, "chunk 2"},
        {"chunks start at 1", with_payload({{text, 1, 1}}), m, damaged, "chunk 1"},
        {"chunk left out", with_payload({{full, 0, 0}, {text, 2, 1}}), m, damaged, "chunk 2"},
        {"chunks swapped", with_payload({{full, 1, 0}, {full, 0, 0}, {text, 2, 1}}), m, damaged,
         "chunk 1"},
    };
}

std::vector<Fault> scrypt_faults() {
    const auto m = ErrorCode::malformed;
    const auto salt = " " + craft::salt();
    const std::string too_much = "the file asks for more work than is allowed; the limit is 20";
    const std::string huge(30, '9');
    const Bytes bytes(33, 0x44);
    const auto with_body = [&](std::size_t size) {
        return craft::file(version + craft::stanza("scrypt" + salt + " 5",
                                                   craft::base64(ByteView(bytes).first(size))));
    };
    return {
        {"key", craft::file(version + craft::x25519_stanza()), ErrorCode::wrong_key,
         "this file is encrypted for a key, not under a passphrase", ""},
        {"two", craft::file(version + sound_scrypt_stanza() + sound_scrypt_stanza()), m, not_alone,
         "line 2"},
        {"unknown behind",
         craft::file(version + sound_scrypt_stanza() + craft::stanza("other", "")), m, not_alone,
         "line 2"},
        {"work 0", craft::file(scrypt(salt + " 0")), m, bad_entry, "line 2"},
        {"leading zero", craft::file(scrypt(salt + " 05")), m, bad_entry, "line 2"},
        {"sign", craft::file(scrypt(salt + " +5")), m, bad_entry, "line 2"},
        {"negative", craft::file(scrypt(salt + " -5")), m, bad_entry, "line 2"},
        {"hex", craft::file(scrypt(salt + " 5a")), m, bad_entry, "line 2"},
        {"work 21", craft::file(scrypt(salt + " 21")), ErrorCode::over_limit, too_much, "line 2"},
        {"huge work", craft::file(scrypt(salt + " " + huge)), ErrorCode::over_limit, too_much,
         "line 2"},
        {"work was another", craft::file(scrypt(salt + " 6")), ErrorCode::wrong_passphrase,
         "the passphrase is wrong", ""},
        {"no work", craft::file(scrypt(salt)), m, bad_entry, "line 2"},
        {"more", craft::file(scrypt(salt + " 5 5")), m, bad_entry, "line 2"},
        {"short salt", craft::file(scrypt(" " + craft::base64(ByteView(bytes).first(15)) + " 5")),
         m, bad_entry, "line 2"},
        {"salt not canonical", craft::file(scrypt(not_canonical(salt) + " 5")), m, bad_entry,
         "line 2"},
        {"short body", with_body(31), m, bad_entry, "line 2"},
        {"long body", with_body(33), m, bad_entry, "line 2"},
        {"wrong body", with_body(32), ErrorCode::wrong_passphrase, "the passphrase is wrong", ""},
    };
}

Result<SecretBytes> decrypt_with_passphrase(ByteView file) {
    return age_decrypt_passphrase(file, SecretBytes(bytes_of(craft::passphrase)));
}

} // namespace

TEST_CASE("files made by hand without a fault decrypt") {
    const auto for_key =
        age_decrypt(craft::file(version + craft::x25519_stanza()), craft::identity());
    REQUIRE(for_key);
    CHECK(text_of(for_key->expose()) == "text");
    const auto by_passphrase =
        decrypt_with_passphrase(craft::file(version + sound_scrypt_stanza()));
    REQUIRE(by_passphrase);
    CHECK(text_of(by_passphrase->expose()) == "text");
    const Bytes full(65536, 'f');
    CHECK(age_decrypt(with_payload({{full, 0, 0}, {full, 1, 1}}), craft::identity()));
}

TEST_CASE("stanzas of unknown types are skipped") {
    const std::string full_line(64, 'A');
    const auto header = version + craft::stanza("X25519-other a", "") +
                        craft::stanza("other !~ a b", full_line + "\n" + full_line + "\n") +
                        craft::x25519_stanza() + craft::stanza("other", "AAAA");
    const auto plain = age_decrypt(craft::file(header), craft::identity());
    REQUIRE(plain);
    CHECK(text_of(plain->expose()) == "text");
}

TEST_CASE("a wrong first line is refused with its reason") {
    for (const auto& fault : version_faults())
        craft::check(fault, age_decrypt(fault.file, craft::identity()));
}

TEST_CASE("header lines outside the grammar are refused with their reason and place") {
    for (const auto& fault : stanza_faults())
        craft::check(fault, age_decrypt(fault.file, craft::identity()));
}

TEST_CASE("wrong X25519 stanzas are refused with their reason and place") {
    for (const auto& fault : x25519_faults())
        craft::check(fault, age_decrypt(fault.file, craft::identity()));
}

TEST_CASE("wrong scrypt stanzas are refused with their reason and place") {
    for (const auto& fault : scrypt_faults())
        craft::check(fault, decrypt_with_passphrase(fault.file));
}

TEST_CASE("wrong header MACs are refused with their reason and place") {
    for (const auto& fault : end_faults())
        craft::check(fault, age_decrypt(fault.file, craft::identity()));
}

TEST_CASE("wrong payloads are refused with their reason and place") {
    for (const auto& fault : payload_faults())
        craft::check(fault, age_decrypt(fault.file, craft::identity()));
}

TEST_CASE("attack 6 shares of low order in an age file are refused") {
    // The file key is wrapped so that anybody could decrypt it: the shared secret is zero.
    const auto text = craft::vector_file("low-order-points.txt");
    const auto points = split(trim(text), '\n');
    CHECK(points.size() == 8);
    for (const auto point : points) {
        const auto share = hex_decode_array<32>(point).value();
        const Fault fault{std::string(point), craft::file(x25519(" " + craft::base64(share))),
                          ErrorCode::malformed, bad_entry, "line 2"};
        craft::check(fault, age_decrypt(fault.file, craft::identity()));
    }
}

TEST_CASE("no byte of an age file can be changed") {
    const auto sound = craft::file(version + craft::x25519_stanza());
    const auto stanza_end = version.size() + craft::x25519_stanza().size();
    for (std::size_t i = 0; i < sound.size(); ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            INFO("byte " << i << " bit " << bit);
            auto changed = sound;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ 1U << bit);
            const auto plain = age_decrypt(changed, craft::identity());
            REQUIRE_FALSE(plain);
            // Within the stanza a changed byte can look like a stanza for somebody else.
            if (i < version.size() || i >= stanza_end)
                CHECK(plain.error().code == ErrorCode::malformed);
        }
}

TEST_CASE("an age file cut anywhere is refused as malformed") {
    const auto sound = craft::file(version + craft::x25519_stanza());
    for (std::size_t size = 0; size < sound.size(); ++size) {
        INFO(size);
        const auto plain = age_decrypt(ByteView(sound).first(size), craft::identity());
        REQUIRE_FALSE(plain);
        CHECK(plain.error().code == ErrorCode::malformed);
    }
}

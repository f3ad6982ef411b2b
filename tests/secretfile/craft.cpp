// SPDX-License-Identifier: Apache-2.0
#include "craft.h"

#include "base/text.h"
#include "os/file.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace evote;

namespace craft {

namespace {

age::FileKey file_key() {
    age::FileKey key;
    key.expose().fill(0x59);
    return key;
}

age::Key32 ephemeral() {
    age::Key32 key;
    key.expose().fill(0x11);
    return key;
}

ByteArray<16> salt_bytes() {
    ByteArray<16> out{};
    out.fill(0x22);
    return out;
}

std::string wrapped(const age::Key32& wrap_key) {
    ByteArray<32> body{};
    age::seal(wrap_key, {}, file_key().expose(), body);
    return base64(body);
}

} // namespace

std::string vector_file(std::string_view name) {
    const auto path = std::filesystem::path(EVOTE_SOURCE_DIR "/test-vectors/age") / name;
    return to_string(read_file(path).value());
}

const AgeIdentity& identity() {
    static const auto key = AgeIdentity::parse(bytes_of(vector_file("identity.txt")));
    return key.value();
}

std::string base64(ByteView bytes) {
    return base64_encode(bytes, Base64Padding::forbidden);
}

std::string share() {
    return base64(age::x25519_public(ephemeral()));
}

std::string x25519_body() {
    const auto& recipient = identity().recipient().bytes();
    Bytes hkdf_salt = to_bytes(age::x25519_public(ephemeral()));
    append(hkdf_salt, recipient);
    const auto shared = age::x25519(ephemeral(), recipient);
    return wrapped(
        age::hkdf_sha256(shared.value().expose(), hkdf_salt, "age-encryption.org/v1/X25519"));
}

std::string x25519_stanza() {
    return stanza("X25519 " + share(), x25519_body());
}

std::string salt() {
    return base64(salt_bytes());
}

std::string scrypt_body(unsigned work_factor) {
    Bytes labelled = to_bytes(bytes_of("age-encryption.org/v1/scrypt"));
    append(labelled, salt_bytes());
    return wrapped(age::scrypt(bytes_of(passphrase), labelled, work_factor).value());
}

std::string stanza(std::string_view arguments, std::string_view body) {
    return fmt::format("-> {}\n{}\n", arguments, body);
}

Bytes payload(const std::vector<Chunk>& chunks) {
    Bytes out(16, 0x33);
    const auto key = age::hkdf_sha256(file_key().expose(), out, "payload");
    for (const auto& chunk : chunks) {
        age::AeadNonce nonce{};
        nonce[10] = chunk.position;
        nonce[11] = chunk.last;
        Bytes sealed(chunk.plain.size() + age::tag_bytes);
        age::seal(key, nonce, chunk.plain, sealed);
        append(out, sealed);
    }
    return out;
}

Bytes sound_payload() {
    return payload({{to_bytes(bytes_of("text")), 0, 1}});
}

std::string mac(std::string_view header) {
    const auto key = age::hkdf_sha256(file_key().expose(), {}, "header");
    return base64(age::hmac_sha256(key, bytes_of(std::string(header) + "---")));
}

Bytes file(std::string_view header, const Bytes& payload) {
    return joined(fmt::format("{}--- {}\n", header, mac(header)), payload);
}

Bytes some_text(std::size_t size) {
    Bytes out(size);
    SeededRandom random(bytes_of("text"));
    random.fill(out);
    return out;
}

Bytes joined(std::string_view text, const Bytes& more) {
    Bytes out = to_bytes(bytes_of(text));
    append(out, more);
    return out;
}

void check(const Fault& fault, const Result<SecretBytes>& result) {
    INFO(fault.name);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == fault.code);
    CHECK(result.error().message.english() == fault.message);
    CHECK(english_place(result.error().place) == fault.place);
}

} // namespace craft

// SPDX-License-Identifier: Apache-2.0
#include "board/log_support.h"
#include "board/note.h"
#include "board/vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using evote::test::signer;
using evote::test::unhex;
using evote::test::unhex_array;
using evote::test::vectors;

namespace {

std::string secret_text(const NoteSigner& key) {
    return to_string(key.text().expose());
}

Result<std::vector<std::size_t>> verify(std::string_view note,
                                        const std::vector<VerifierKey>& known) {
    auto parsed = Note::parse(bytes_of(note));
    if (!parsed)
        return fail(std::move(parsed).take_error());
    return parsed->verify(known);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("Ed25519 gives the known answers of RFC 8032") {
    const auto cases = vectors("board/ed25519.json")["signatures"];
    REQUIRE(cases.size() == 3);
    for (const auto& known : cases) {
        const SigningKey key(Secret(unhex_array<32>(known["seed"])));
        CHECK(key.public_key().bytes() == unhex_array<32>(known["key"]));
        const Bytes message = unhex(known["message"]);
        const auto signature = unhex_array<64>(known["signature"]);
        CHECK(key.sign(message) == signature);
        const auto parsed = Ed25519PublicKey::parse(unhex(known["key"]));
        REQUIRE(parsed);
        CHECK(*parsed == key.public_key());
        CHECK(parsed->verify(message, signature));
        CHECK_FALSE(parsed->verify(bytes_of("other"), signature));
    }
}

TEST_CASE("attack 8 Ed25519 refuses a signature with S plus the group order") {
    const auto known = vectors("board/ed25519.json")["signatures"][1];
    auto signature = unhex_array<64>(known["signature"]);
    const auto order =
        *hex_decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += signature[32 + i] + unsigned{order[i]};
        signature[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    const auto key = Ed25519PublicKey::parse(unhex(known["key"])).value();
    CHECK_FALSE(key.verify(unhex(known["message"]), signature));
}

// Whoever knows the key can make each of these; libraries differ on them.
TEST_CASE("attack 8 Ed25519 has one meaning") {
    const auto cases = vectors("board/ed25519.json")["edge_cases"];
    REQUIRE(cases.size() == 9);
    for (const auto& known : cases) {
        INFO(known["name"]);
        const auto key = Ed25519PublicKey::parse(unhex(known["key"]));
        REQUIRE(key);
        CHECK(key->verify(unhex(known["message"]), unhex_array<64>(known["signature"])) ==
              known["valid"].get<bool>());
    }
}

TEST_CASE("attack 6 Ed25519 keys of small order or not canonical are refused") {
    const auto refused = vectors("board/ed25519.json")["refused_keys"];
    REQUIRE(refused.size() == 14);
    for (const auto& key : refused) {
        const auto parsed = Ed25519PublicKey::parse(unhex(key));
        INFO(key);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == ErrorCode::malformed);
    }
    CHECK_FALSE(Ed25519PublicKey::parse(Bytes(31, 9)));
    CHECK_FALSE(Ed25519PublicKey::parse(Bytes(33, 9)));
}

TEST_CASE("notes give the known answer of the format") {
    const auto known = vectors("board/notes.json");
    const auto key_text = known["signer"].get<std::string>();
    const auto key = NoteSigner::parse(bytes_of(key_text));
    REQUIRE(key);
    CHECK(key->verifier().text() == known["key"]);
    CHECK(secret_text(*key) == key_text);
    Note note(known["text"].get<std::string>());
    note.sign(*key);
    CHECK(to_string(note.encode()) == known["note"]);

    const auto verifier = VerifierKey::parse(known["key"].get<std::string>()).value();
    const auto second = VerifierKey::parse(known["second_key"].get<std::string>()).value();
    const std::string both =
        known["note"].get<std::string>() + known["second_line"].get<std::string>();
    CHECK(verify(both, {second, verifier}).value() == std::vector<std::size_t>{0, 1});
    CHECK(verify(both, {verifier}).value() == std::vector<std::size_t>{0});
    CHECK(verify(known["note"].get<std::string>(), {second, verifier}).value() ==
          std::vector<std::size_t>{1});
}

TEST_CASE("a note needs a known signature and every known signature must be correct") {
    const auto a = signer("a", 1);
    const auto b = signer("b", 50);
    const auto other_a = signer("a", 99);
    Note note("text\n\nwith a blank line\n");
    note.sign(a);
    note.sign(b);
    const std::string good = to_string(note.encode());
    CHECK(verify(good, {b.verifier()}));
    CHECK(Note::parse(bytes_of(good))->text() == "text\n\nwith a blank line\n");

    const std::string changed = replaced(good, "text", "TEXT");
    CHECK(verify(changed, {a.verifier()}).error().code == ErrorCode::bad_signature);
    // The same name with another key's id is another key, which is ignored.
    CHECK(verify(good, {other_a.verifier()}).error().code == ErrorCode::bad_signature);
    CHECK(verify(good, {other_a.verifier(), a.verifier()}).value() == std::vector<std::size_t>{1});
    CHECK(verify(good, {}).error().code == ErrorCode::bad_signature);

    // A correct signature does not make up for a wrong one by another known key.
    Note forged("text\n\nwith a blank line\n");
    forged.sign(a);
    Note elsewhere("elsewhere\n");
    elsewhere.sign(b);
    const std::string line = to_string(elsewhere.encode()).substr(11);
    const std::string mixed = to_string(forged.encode()) + line;
    CHECK(verify(mixed, {a.verifier()}));
    CHECK(verify(mixed, {a.verifier(), b.verifier()}).error().code == ErrorCode::bad_signature);
    // Nor does one by the same key.
    forged.sign(b);
    CHECK_FALSE(verify(to_string(forged.encode()) + line, {b.verifier()}));
}

TEST_CASE("signing again replaces the earlier signature") {
    const auto a = signer("a");
    Note note("text\n");
    note.sign(a);
    const Bytes once = note.encode();
    auto again = Note::parse(once).value();
    again.sign(a);
    CHECK(again.encode() == once);
}

TEST_CASE("attack 8 notes that are not written strictly are refused") {
    Note made("text\n");
    made.sign(signer("name"));
    const std::string good = to_string(made.encode());
    REQUIRE(Note::parse(bytes_of(good)));
    const std::string line = good.substr(6);
    const std::vector<std::string> bad{
        "",
        "text\n",
        "text\n\n",
        good.substr(0, good.size() - 1),
        good.substr(0, good.size() - 1) + "x",
        good + "\n",
        good + "more\n",
        "text\n" + line,
        replaced(good, "text", "te\tt"),
        replaced(good, "text", "te\rt"),
        replaced(good, "text", "te\xfft"),
        replaced(good, "— ", "- "),
        replaced(good, "— ", "—"),
        replaced(good, "name ", "name  "),
        replaced(good, "name ", " "),
        replaced(good, "name ", "na+me "),
        replaced(good, "name ", "na\u00a0me "),
        replaced(good, "name ", "na\u3000me "),
        replaced(good, "=\n", "\n"),
        replaced(good, "=\n", "= \n"),
        "text\n\n— name AAAAAA==\n",
        "text\n\n— name\n",
    };
    for (const auto& note : bad) {
        INFO(printable(note));
        const auto parsed = Note::parse(bytes_of(note));
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == ErrorCode::malformed);
    }
}

TEST_CASE("a note has at most a hundred signatures and the bad line is named") {
    Note made("text\n");
    made.sign(signer("name"));
    const std::string good = to_string(made.encode());
    const std::string line = good.substr(6);
    std::string many = good;
    for (int i = 1; i < 100; ++i)
        many += line;
    CHECK(Note::parse(bytes_of(many)));
    CHECK_FALSE(Note::parse(bytes_of(many + line)));
    CHECK(english_place(Note::parse(bytes_of(good + "x\n")).error().place) == "line 4");
    CHECK(Note::parse(bytes_of("text\n\n")).error().place.empty());
}

TEST_CASE("attack 8 keys in text that are not written strictly are refused") {
    const auto key = signer("evote/some-election");
    const std::string good = key.verifier().text();
    REQUIRE(VerifierKey::parse(good).value() == key.verifier());
    const std::string secret = secret_text(key);
    REQUIRE(NoteSigner::parse(bytes_of(secret)).value().verifier() == key.verifier());
    const auto plus = good.find('+');
    std::string upper = good;
    for (std::size_t i = plus; i < plus + 9; ++i)
        upper[i] = static_cast<char>(std::toupper(upper[i]));
    const std::vector<std::string> bad{
        "",
        "a+b",
        good + "\n",
        " " + good,
        good + "A",
        good.substr(0, good.size() - 4),
        upper,
        replaced(good, "some", "any"),
        replaced(good, "+AX", "+AH"),
        replaced(good, "+AX", "-AX"),
        replaced(good, "evote/", "evote /"),
    };
    REQUIRE(upper != good);
    for (const auto& text : bad) {
        INFO(text);
        CHECK_FALSE(VerifierKey::parse(text));
        CHECK_FALSE(NoteSigner::parse(bytes_of("PRIVATE+KEY+" + text)));
    }
    CHECK_FALSE(is_key_name("na\xffme"));
    CHECK_FALSE(NoteSigner::parse(bytes_of(good)));
    CHECK_FALSE(NoteSigner::parse(bytes_of(secret + "\n")));
    CHECK_FALSE(NoteSigner::parse(bytes_of(replaced(secret, "PRIVATE", "private"))));
    CHECK_FALSE(NoteSigner::parse(bytes_of(replaced(secret, "some", "any"))));
    CHECK_FALSE(NoteSigner::parse(bytes_of(replaced(secret, "+AQ", "-AQ"))));
}

TEST_CASE("attack 8 a private key has one kind and length") {
    // The last bytes of its seed are zero, as if there were none.
    const std::string good =
        secret_text(NoteSigner("name", SigningKey(Secret(ByteArray<32>{1, 2, 3}))));
    constexpr auto key = std::string_view("PRIVATE+KEY+name+01234567+").size();
    const auto with = [&](const Bytes& bytes) {
        return NoteSigner::parse(bytes_of(good.substr(0, key) + base64_encode(bytes)));
    };
    Bytes bytes = *base64_decode(good.substr(key));
    REQUIRE(bytes.size() == 33);
    CHECK(with(bytes));
    CHECK_FALSE(with(Bytes(bytes.begin(), bytes.end() - 3)));
    ++bytes.front();
    CHECK_FALSE(with(bytes));
}

TEST_CASE("keys that are derived from a signing key differ by key and purpose") {
    const auto derived = [](const NoteSigner& from, std::string_view purpose) {
        return hex_encode(from.derive_key(purpose).expose());
    };
    const NoteSigner one = signer();
    CHECK(derived(one, "a") == derived(signer("evote/other"), "a"));
    CHECK(derived(one, "a") != derived(one, "b"));
    CHECK(derived(one, "a") != derived(signer("evote/test", 9), "a"));
    const MacKey seed(
        *hex_decode_array<32>("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"));
    CHECK(derived(one, "a") == hex_encode(hmac_sha256(seed, {bytes_of("evote/v1/derived-key"),
                                                             Bytes(1), bytes_of("a")})));
}

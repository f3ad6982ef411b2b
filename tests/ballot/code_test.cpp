// SPDX-License-Identifier: Apache-2.0
#include "ballot/code.h"
#include "ballot/credential.h"
#include "ballot/voter_codes.h"
#include "base/text.h"
#include "crypto/sha2.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

CodeBytes code_of(const std::string& hex) {
    return CodeBytes(hex_decode_array<16>(hex).value());
}

std::string text_of_code(const CodeBytes& code) {
    return to_string(encode_code(code).expose());
}

std::string refusal_of_code(std::string_view typed) {
    const auto code = decode_code(typed);
    if (code)
        return "";
    CHECK(code.error().code == ErrorCode::bad_code);
    return code.error().english();
}

} // namespace

TEST_CASE("known codes are printed and read") {
    const auto cases = test_vectors("native/primitives.json").at("codes");
    REQUIRE(cases.size() == 4);
    for (const auto& item : cases) {
        const std::string hex = item.at("bytes");
        const std::string text = item.at("code");
        CHECK(text_of_code(code_of(hex)) == text);
        const auto code = decode_code(text);
        REQUIRE(code);
        CHECK(hex_encode(code->expose()) == hex);
    }
}

TEST_CASE("codes of all known ballots are printed and read") {
    for (const auto& name : known_elections) {
        const auto ballots = test_vectors(name).at("ballots");
        REQUIRE_FALSE(ballots.empty());
        for (const auto& item : ballots)
            CHECK(text_of_code(code_of(item.at("code_bytes"))) == item.at("code"));
    }
}

TEST_CASE("a loosely typed code is read") {
    const auto item = test_vectors("native/primitives.json").at("loosely_typed_code");
    const auto code = decode_code(item.at("typed").get<std::string>());
    REQUIRE(code);
    CHECK(text_of_code(*code) == item.at("code"));
    CHECK(refusal_of_code("\t--000g40r40m30e209185gr38e1ze8\r\n").empty());
    CHECK(refusal_of_code("OOOG-4OR4-OM3O-E2O9-I85G-R38E-LZE8").empty());
    CHECK(refusal_of_code("ooog-4or4-om3o-e2o9-i85g-r38e-lze8").empty());
}

TEST_CASE("wrong codes are refused for their reason") {
    const auto bad = test_vectors("native/primitives.json").at("bad_codes");
    REQUIRE(bad.size() == 5);
    CHECK(refusal_of_code(bad[0].get<std::string>()) ==
          "a code has 28 letters and digits, but this one has 0");
    CHECK(refusal_of_code(bad[1].get<std::string>()) ==
          "a code has 28 letters and digits, but this one has 4");
    CHECK(refusal_of_code(bad[2].get<std::string>()) ==
          "this is not a code: a character was mistyped or two were swapped");
    CHECK(refusal_of_code(bad[3].get<std::string>()) ==
          "the character at position 29 never occurs in a code");
    CHECK(refusal_of_code(bad[4].get<std::string>()) ==
          "the character at position 1 never occurs in a code");
    CHECK(refusal_of_code("000G-40R4-0M30-E209-185G-R38E-1ZE8-0") ==
          "a code has 28 letters and digits, but this one has 29");
    // A Cyrillic letter is one character, although it has two bytes.
    CHECK(refusal_of_code("00Ж0") == "the character at position 3 never occurs in a code");
    CHECK(refusal_of_code("0Ж") == "the character at position 2 never occurs in a code");
    CHECK(refusal_of_code("000G_40R4") == "the character at position 5 never occurs in a code");
}

TEST_CASE("only the characters of the alphabet and their loose forms are read") {
    const std::string_view alphabet =
        "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyzILOilo";
    for (int byte = 0; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        const bool separator = std::string_view(" \t\n\v\f\r-").find(c) != std::string_view::npos;
        const bool known = alphabet.find(c) != std::string_view::npos;
        CHECK((refusal_of_code(std::string(1, c)) ==
               "the character at position 1 never occurs in a code") == (!known && !separator));
    }
}

TEST_CASE("each mistyped character of a code is noticed") {
    const std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const std::string text = "ATAD-12HE-AFZW-NR63-20Z5-NNQP-0XJN";
    std::size_t accepted = 0;
    std::size_t tried = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : alphabet) {
            if (text[i] == '-' || text[i] == c)
                continue;
            std::string wrong = text;
            wrong[i] = c;
            accepted += refusal_of_code(wrong).empty() ? 1U : 0U;
            ++tried;
        }
    }
    CHECK(tried == 28 * 31);
    // A checksum of 12 bits lets one of 4096 pass: of the 868 none does here.
    CHECK(accepted == 0);
}

TEST_CASE("the credential secret depends on the manifest and the code") {
    const Digest32 one{1};
    const Digest32 two{2};
    const auto code = code_of("000102030405060708090a0b0c0d0e0f");
    const auto other = code_of("000102030405060708090a0b0c0d0e10");
    const auto secret = credential_secret_wide(one, code);
    CHECK(secret.expose() == credential_secret_wide(one, code).expose());
    CHECK(secret.expose() != credential_secret_wide(two, code).expose());
    CHECK(secret.expose() != credential_secret_wide(one, other).expose());
}

namespace {

std::string text_of_half_code(unsigned registrar, const CodeBytes& code) {
    return to_string(encode_half_code(static_cast<std::uint8_t>(registrar), code).expose());
}

std::string refusal_of_half_code(unsigned registrar, unsigned registrars, std::string_view typed) {
    const auto code = decode_half_code(static_cast<std::uint8_t>(registrar),
                                       static_cast<std::uint8_t>(registrars), typed);
    return code ? "" : std::string(error_name(code.error().code)) + " " + code.error().english();
}

Digest32 manifest_hash(const nlohmann::json& vector) {
    return sha256(bytes_of(vector.at("manifest.json").get_ref<const std::string&>()));
}

} // namespace

TEST_CASE("known codes of registrars are printed and read and lead to the voters' credentials") {
    const auto vector = test_vectors("native/registrars.json");
    std::vector<std::vector<Half>> halves(4);
    for (const auto& registrar : vector.at("registrars")) {
        const auto index = registrar.at("index").get<std::uint8_t>();
        for (const auto& voter : registrar.at("voters")) {
            const auto code = code_of(voter.at("bytes"));
            CHECK(text_of_half_code(index, code) == voter.at("code"));
            const auto read = decode_half_code(index, 2, voter.at("code").get<std::string>());
            REQUIRE(read);
            CHECK(hex_encode(read->expose()) == voter.at("bytes"));
            auto half = Half::from_code(manifest_hash(vector), index, code);
            REQUIRE(half);
            CHECK(hex_encode(half->secret.expose().encode()) == voter.at("u"));
            const auto number = voter.at("number").get<std::size_t>();
            const std::string row = "\n" + std::to_string(number) + ",";
            const auto& csv = registrar.at("halves.csv").get_ref<const std::string&>();
            const auto line = csv.substr(csv.find(row) + 1,
                                         csv.find('\n', csv.find(row) + 1) - csv.find(row) - 1);
            CHECK(line.ends_with("," + hex_encode(half->encoding)));
            halves[number - 1].push_back(*std::move(half));
        }
    }
    for (const auto& of_voter : halves) {
        const auto credential = Credential::from_halves(of_voter);
        REQUIRE(credential);
        CHECK(vector.at("roll.csv")
                  .get<std::string>()
                  .find("\n" + hex_encode(credential->encoding) + ",") != std::string::npos);
    }
}

TEST_CASE("attack 54 a code of another registrar is named") {
    const auto vector = test_vectors("native/registrars.json");
    const auto first = vector.at("code_of_registrar_1").get<std::string>();
    CHECK(refusal_of_half_code(1, 2, first).empty());
    CHECK(refusal_of_half_code(2, 2, first) ==
          "other-registrar this is a code of registrar 1; the code of registrar 2 is expected "
          "here");
    CHECK(refusal_of_half_code(8, 8, text_of_half_code(7, code_of(std::string(32, '0')))) ==
          "other-registrar this is a code of registrar 7; the code of registrar 8 is expected "
          "here");
    // The checksum of a registrar that the election does not have is that of no code.
    CHECK(refusal_of_half_code(1, 2, text_of_half_code(3, code_of(std::string(32, '0')))) ==
          "bad-code this is not a code: a character was mistyped or two were swapped");
    CHECK(refusal_of_half_code(1, 2, text_of_code(code_of(std::string(32, '0')))) ==
          "other-registrar this is a code of an election without registrars; the code of "
          "registrar 1 is expected here");
    CHECK(refusal_of_code(first) ==
          "this is not a code: a character was mistyped or two were swapped");
    CHECK(refusal_of_half_code(1, 2, first.substr(1)).starts_with("bad-code"));
}

TEST_CASE("attack 54 halves that cancel are no credential") {
    const auto code = code_of(std::string(32, '7'));
    const Digest32 manifest{};
    std::vector<Half> halves;
    halves.push_back(*Half::from_code(manifest, 1, code));
    halves.push_back(*Half::from_code(manifest, 1, code));
    CHECK(Credential::from_halves(halves));
    halves[1].secret.expose() = -halves[0].secret.expose();
    CHECK_FALSE(Credential::from_halves(halves));
}

namespace {

// Codes of registrars 1 and 2 in `vector`, those of the first voter.
std::vector<std::string> codes_of_first_voter(const nlohmann::json& vector) {
    std::vector<std::string> out;
    for (const auto& registrar : vector.at("registrars"))
        out.push_back(registrar.at("voters").at(0).at("code").get<std::string>());
    return out;
}

std::string refusal(const Outcome& outcome) {
    return outcome ? ""
                   : std::string(error_name(outcome.error().code)) + " " +
                         outcome.error().message.english();
}

} // namespace

TEST_CASE("a voter's codes are taken in any order") {
    const auto vector = test_vectors("native/registrars.json");
    const auto codes = codes_of_first_voter(vector);
    REQUIRE(codes.size() == 2);
    const auto credential = [&](const std::string& text) {
        VoterCodes taken(manifest_hash(vector), 2);
        REQUIRE(taken.add_all(text));
        return hex_encode(taken.credential().value().encoding);
    };
    const auto found = credential(codes[0] + "\n" + codes[1]);
    CHECK(credential("\n" + codes[1] + "\r\n\n" + codes[0] + "\n") == found);
    CHECK(vector.at("roll.csv").get<std::string>().find("\n" + found + ",") != std::string::npos);
}

TEST_CASE("attack 54 one registrar's codes are not enough") {
    const auto vector = test_vectors("native/registrars.json");
    const auto codes = codes_of_first_voter(vector);
    VoterCodes taken(manifest_hash(vector), 2);
    REQUIRE(taken.add(codes[1]));
    CHECK(taken.credential().error().message.english() ==
          "the code of registrar 1 is missing: only the codes of all 2 registrars together can "
          "vote");
    CHECK(refusal(taken.add(codes[1])) == "other-registrar this is a second code of registrar 2; "
                                          "each registrar makes one of a voter's codes");
    CHECK(refusal(taken.add(text_of_code(code_of(std::string(32, '0'))))) ==
          "other-registrar this is a code of an election without registrars");
    CHECK(refusal(taken.add(codes[0].substr(1))).starts_with("bad-code"));
    CHECK(taken.taken() == 1);
    REQUIRE(taken.add(codes[0]));
    CHECK(taken.credential());
    CHECK(refusal(taken.add(codes[0])).starts_with("other-registrar"));

    VoterCodes single(manifest_hash(vector), 0);
    CHECK(single.credential().error().code == ErrorCode::bad_code);
    REQUIRE(single.add(text_of_code(code_of(std::string(32, '0')))));
    CHECK(refusal(single.add(text_of_code(code_of(std::string(32, '1'))))) ==
          "bad-code this election has no registrars: each voter has one code");
}

TEST_CASE("a code that fits two registrars by chance leaves each of them one") {
    // The first code of registrar 1 that has the checksum of registrar 2 as well.
    CodeBytes both;
    std::string text;
    for (std::uint32_t i = 0;; ++i) {
        both.expose() = {};
        for (unsigned byte = 0; byte < 4; ++byte)
            both.expose()[byte] = static_cast<std::uint8_t>(i >> 8 * byte);
        text = text_of_half_code(1, both);
        const auto read = decode_registrar_code(2, text);
        REQUIRE(read);
        CHECK(read->registrars.front() == 1);
        if (read->registrars.size() == 2)
            break;
    }
    for (const std::uint8_t other : {std::uint8_t{1}, std::uint8_t{2}}) {
        const auto code = text_of_half_code(other, code_of(std::string(32, '5')));
        const auto expected = [&] {
            std::vector<Half> halves;
            halves.push_back(
                Half::from_code(Digest32{}, static_cast<std::uint8_t>(3 - other), both).value());
            halves.push_back(
                Half::from_code(Digest32{}, other, code_of(std::string(32, '5'))).value());
            return Credential::from_halves(halves).value().encoding;
        }();
        for (const auto& typed : {text + "\n" + code, code + "\n" + text}) {
            VoterCodes taken(Digest32{}, 2);
            REQUIRE(taken.add_all(typed));
            CHECK(taken.credential().value().encoding == expected);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Texts and files as people make them.
#include "app/passphrase.h"
#include "app/scripted_person.h"
#include "app/voter_code.h"
#include "base/text.h"
#include "os/file.h"
#include "people/people_text.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const std::string composed_word = "йод чёрный пароль";
const std::string decomposed_word = "и\u0306од че\u0308рныи\u0306 пароль";
const std::string mark = "\xEF\xBB\xBF";
const std::string windows = "\xEF\xE0\xF0\xEE\xEB\xFC \xE2\xFB\xE1\xEE\xF0\xFB";
const std::string dos = "\xAF\xA0\xE0\xAE\xAB\xEC \xA2\xEB\xA1\xAE\xE0\xEB";

// A file with a text, and a person who has something to say.
struct Desk {
    TemporaryFolder folder;
    CapturedConsole captured;

    std::filesystem::path file(std::string_view text) const {
        const auto path = folder.path() / "file";
        must(write_file(path, bytes_of(text), Existing::replace, Access::owner_only));
        return path;
    }

    std::string passphrase(std::string_view text) {
        return said(read_passphrase({file(text)}, captured.console));
    }

    std::string typed(const std::string& text) {
        captured.person.answers = {text};
        return said(read_passphrase({}, captured.console));
    }

    static std::string said(const Result<SecretBytes>& result) {
        return result ? to_string(result->expose()) : result.error().message.english();
    }

    std::string code(std::string_view text) {
        const auto path = file(text);
        const auto read = read_voter_codes({&path, 1}, {Digest32{}, 0}, captured.console);
        return read ? hex_encode(read->encoding) : read.error().message.english();
    }
};

CodeBytes sevens() {
    CodeBytes code;
    code.expose().fill(7);
    return code;
}

std::string code_text() {
    return to_string(encode_code(sevens()).expose());
}

std::string credential() {
    return hex_encode(Credential::from_code(Digest32{}, sevens()).value().encoding);
}

} // namespace

TEST_CASE("attack 51 finding 17 one passphrase has one form from a file and from any keyboard") {
    Desk desk;
    CHECK(composed_word != decomposed_word);
    for (const auto& text : {composed_word, decomposed_word}) {
        CHECK(desk.passphrase(text) == composed_word);
        CHECK(desk.passphrase(text + "\n") == composed_word);
        CHECK(desk.passphrase(text + "\r\n") == composed_word);
        CHECK(desk.passphrase(mark + text + "\r\n") == composed_word);
        CHECK(desk.typed(text) == composed_word);
    }
    CHECK(desk.passphrase(" a blank counts ") == " a blank counts ");
}

TEST_CASE("attack 51 finding 17 a passphrase in another encoding is named as such") {
    Desk desk;
    CHECK(desk.passphrase(windows) == "this text is in Windows-1251; save the file as UTF-8");
    CHECK(desk.passphrase(dos) == "this text is in CP866; save the file as UTF-8");
    CHECK(desk.passphrase("\xFF\xFE" + std::string("a\0b\0", 4)) ==
          "this text is in UTF-16; save the file as UTF-8");
    CHECK(desk.passphrase("a\xB1\xB2") == "this is not text in UTF-8; save the file as UTF-8");
    CHECK(desk.passphrase("one\ntwo\n") == "a passphrase file has one line");
    CHECK(desk.passphrase(mark + "\n") == "the passphrase is empty");
    CHECK(read_passphrase({desk.file(windows)}, desk.captured.console).error().code ==
          ErrorCode::unusable_passphrase);
}

TEST_CASE("finding 17 a weak passphrase is warned about before it is repeated and from a file") {
    Desk desk;
    REQUIRE(choose_passphrase({desk.file("short")}, desk.captured.console));
    CHECK(contains(desk.captured.take_talk(), "This passphrase is short"));
    REQUIRE(choose_passphrase({desk.file("длинная фраза")}, desk.captured.console));
    CHECK(desk.captured.take_talk().empty());
    desk.captured.person.answers = {"коротка"}; // 14 bytes, 7 letters; nobody repeats it
    CHECK_FALSE(choose_passphrase({}, desk.captured.console));
    CHECK(contains(desk.captured.take_talk(), "This passphrase is short"));
    desk.captured.person.answers = {composed_word, decomposed_word};
    CHECK(Desk::said(choose_passphrase({}, desk.captured.console)) == composed_word);
}

TEST_CASE("attack 52 finding 14 a passphrase file and a code file that others can read are named") {
    Desk desk;
    const auto path = desk.file(code_text());
    REQUIRE(read_voter_codes({&path, 1}, {Digest32{}, 0}, desk.captured.console));
    CHECK(desk.captured.take_talk().empty());
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    const std::string warning = "Warning: others on this machine can open " + path.string() +
                                ". Mend it with: chmod 600 " + path.string() + "\n";
    REQUIRE(read_voter_codes({&path, 1}, {Digest32{}, 0}, desk.captured.console));
    CHECK(desk.captured.take_talk() == warning);
    REQUIRE(read_passphrase({path}, desk.captured.console));
    CHECK(desk.captured.take_talk() == warning);
}

TEST_CASE(
    "attack 51 finding 17 codes are read with a byte order mark and not with another keyboard") {
    Desk desk;
    const std::string code = code_text();
    CHECK(desk.code(mark + code + "\r\n") == credential());
    std::string look_alike = code;
    look_alike.replace(look_alike.find('0'), 1, "О");
    CHECK(desk.code(look_alike) == "there are Cyrillic letters in this code: switch the keyboard "
                                   "to Latin letters and type it again");
    CHECK(desk.code(windows) == "this text is in Windows-1251; save the file as UTF-8");
    CHECK(contains(desk.code(code + "0"), "a code has 28 letters and digits"));
}

TEST_CASE("finding 17 a code is typed until its checksum is right") {
    Desk desk;
    const std::string code = code_text();
    std::string swapped = code;
    swapped.back() = swapped.back() == '0' ? '1' : '0';
    desk.captured.person.answers = {"", swapped, "сщву", code};
    const auto read = read_voter_codes({}, {Digest32{}, 0}, desk.captured.console);
    REQUIRE(read);
    CHECK(hex_encode(read->encoding) == credential());
    const auto talk = desk.captured.take_talk();
    CHECK(contains(talk, "but this one has 0"));
    CHECK(contains(talk, "a character was mistyped or two were swapped"));
    CHECK(contains(talk, "switch the keyboard"));
    CHECK(read_voter_codes({}, {Digest32{}, 0}, desk.captured.console).error().code ==
          ErrorCode::nobody_to_ask);
}

TEST_CASE("attack 51 the bytes of a text are composed as Unicode says") {
    CHECK(composed(std::string_view("")).empty());
    CHECK(composed(std::string_view("plain")) == "plain");
    CHECK(composed(std::string_view("\u212B")) == "\u00C5");       // one character for another
    CHECK(composed(std::string_view("\u0344")) == "\u0308\u0301"); // one for two
    CHECK(composed(std::string_view("\u1F82")) == "\u1F82");       // four and back
    CHECK(composed(std::string_view("a\u0316\u0301")) == "\u00E1\u0316"); // marks in their order
    CHECK(composed(std::string_view(std::string("a\0b", 3))) == std::string("a\0b", 3));
    CHECK(has_cyrillic("Өү"));
    CHECK_FALSE(has_cyrillic("Àé–"));
}

TEST_CASE("names are compared in one form with blanks folded") {
    CHECK(comparable_name("  a \t b\u00A0c ") == "a b c");
    CHECK(comparable_name("И\u0306") == "Й");
    CHECK(comparable_name("Өмүр Ңү") == "Өмүр Ңү");
    CHECK(comparable_name(" ").empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "registrar/codes_file.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const Manifest& some_manifest() {
    static const auto made =
        must(Manifest::parse(text_bytes(native_vectors("registrars")["manifest.json"])));
    return made;
}

// A list of three voters, and registrar 2 of it.
struct Codes {
    Codes()
        : list(must(PrivateList::parse(to_bytes(bytes_of("number,voter,district,weight,salt\n"
                                                         "1,Aida,east,1,00112233445566778899aabbcc"
                                                         "ddeeff\n2,Бакыт,east,1,"
                                                         "00112233445566778899aabbccddeeff\n"
                                                         "3,C D,west,1,"
                                                         "00112233445566778899aabbccddeeff\n")),
                                       some_manifest()))),
          secret(RegistrarSecret::create(some_manifest(), 2, "Two", list.hash(), 3, random)),
          text(to_string(codes_file(secret, list).expose())) {}

    std::string line(std::size_t number) const {
        return std::string(split(text, '\n')[number]) + "\n";
    }

    Outcome read(const std::string& file, CodesOf voters, std::uint8_t registrar = 2) {
        numbers.clear();
        return read_codes_file(bytes_of(file), list, {registrar, 2, voters},
                               [&](const ListRow& row, const CodeBytes& code, ByteView) -> Outcome {
                                   CodeBytes right;
                                   secret.code_of(row.number, secret.last_issue(row.number), right);
                                   CHECK(code.expose() == right.expose());
                                   numbers.push_back(row.number);
                                   return {};
                               });
    }

    std::string refusal(const std::string& file, CodesOf voters, ErrorCode code) {
        const auto outcome = read(file, voters);
        if (outcome)
            return "";
        CHECK(outcome.error().code == code);
        return outcome.error().english();
    }

    SeededRandom random{bytes_of("codes")};
    PrivateList list;
    RegistrarSecret secret;
    std::string text;
    std::vector<std::uint64_t> numbers; // that were read
};

const std::string codes_header = "number,voter,code\n";

} // namespace

TEST_CASE("a file of codes is read as it was written") {
    Codes codes;
    CHECK(codes.text.starts_with(codes_header + "1,Aida,"));
    REQUIRE(codes.read(codes.text, CodesOf::everybody));
    CHECK(codes.numbers == std::vector<std::uint64_t>{1, 2, 3});
    REQUIRE(codes.read(codes.text, CodesOf::some));
    REQUIRE(codes.read(codes_header + codes.line(1) + codes.line(3), CodesOf::some));
    CHECK(codes.numbers == std::vector<std::uint64_t>{1, 3});
    must(codes.secret.begin_issue(2));
    for (const auto* name : {"", "Бакыт"}) {
        REQUIRE(
            codes.read(to_string(last_code_file(codes.secret, 2, name).expose()), CodesOf::some));
        CHECK(codes.numbers == std::vector<std::uint64_t>{2});
    }
}

TEST_CASE("a file of codes that a spreadsheet has saved is understood or named") {
    Codes codes;
    std::string windows = "\xEF\xBB\xBF";
    for (const char c : codes.text)
        windows += c == '\n' ? "\r\n" : std::string(1, c);
    REQUIRE(codes.read(windows, CodesOf::everybody));
    CHECK(codes.numbers.size() == 3);
    const auto malformed = [&](const std::string& file) {
        return codes.refusal(file, CodesOf::some, ErrorCode::malformed);
    };
    CHECK(malformed("number;voter;code\n") ==
          "line 1: the fields are separated by semicolons; save the list with commas");
    CHECK(malformed("number\tvoter\tcode\n") ==
          "line 1: the fields are separated by tabs; save the list with commas");
    CHECK(malformed(codes_header + "1,\"Aida\",x\n") ==
          "line 2: there are quotation marks in this line; save the list without them");
    CHECK(malformed("\xFF\xFE") == "line 1: this text is in UTF-16; save the file as UTF-8");
}

TEST_CASE("attack 54 a file of codes is one registrar's for the voters of the list") {
    Codes codes;
    const auto malformed = [&](const std::string& file, CodesOf voters = CodesOf::some) {
        return codes.refusal(file, voters, ErrorCode::malformed);
    };
    const auto changed = [&](const std::string& file, CodesOf voters = CodesOf::some) {
        return codes.refusal(file, voters, ErrorCode::changed);
    };
    CHECK(malformed("") == "line 1: the first line must be: number,voter,code");
    CHECK(malformed(codes_header) == "there are no codes in this file");
    CHECK(malformed(codes.text.substr(0, codes.text.size() - 1)) ==
          "line 4: the last line has no line end");
    for (const auto* line : {"1,Aida\n", ",Aida,x\n", "01,Aida,x\n", "\n", "1,Aida,x,y\n"})
        CHECK(malformed(codes_header + line) == "line 2: a line has the form number,voter,code");
    CHECK(malformed(codes_header + codes.line(3) + codes.line(1)) ==
          "line 3: the numbers of voters must rise from line to line");
    CHECK(malformed(codes_header + codes.line(3) + codes.line(3)) != "");
    CHECK(malformed(codes.text + codes.line(3), CodesOf::everybody) ==
          "line 5: there are more codes than the 3 voters of the list");
    CHECK(changed(codes_header + "4,,x\n") == "line 2: the list has numbers 1 to 3, not 4");
    CHECK(changed(codes_header + "0,,x\n") == "line 2: the list has numbers 1 to 3, not 0");
    CHECK(changed(codes_header + "1,Бакыт,x\n") ==
          "line 2: number 1 of the list is Aida, and not who is named here");
    const std::string missing = "the code of number 3 of the list is missing here, for C D: codes "
                                "of some voters need --only";
    CHECK(changed(codes_header + codes.line(1) + codes.line(2), CodesOf::everybody) == missing);
    CHECK(changed(codes_header + codes.line(2), CodesOf::everybody)
              .starts_with("line 2: the code of number 1 of the list is missing here"));
    const auto other = codes.read(codes.text, CodesOf::everybody, 1);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::other_registrar);
    CHECK(other.error().english().starts_with("line 2: "));
    std::string mistyped = codes_header + codes.line(1);
    mistyped[mistyped.size() - 2] = mistyped[mistyped.size() - 2] == '0' ? '1' : '0';
    const auto bad = codes.read(mistyped, CodesOf::some);
    REQUIRE_FALSE(bad);
    CHECK((bad.error().code == ErrorCode::bad_code ||
           bad.error().code == ErrorCode::other_registrar));
}

// SPDX-License-Identifier: Apache-2.0
#include "registrar/private_list.h"
#include "support/native_vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace evote;

namespace {

const nlohmann::json& vectors() {
    static const auto all = native_vectors("registrars");
    return all;
}

const Manifest& manifest() {
    static const auto made = must(Manifest::parse(text_bytes(vectors()["manifest.json"])));
    return made;
}

std::string refusal_of_list(const std::string& text, ErrorCode code) {
    const auto list = PrivateList::parse(to_bytes(bytes_of(text)), manifest());
    if (list)
        return "";
    CHECK(list.error().code == code);
    return list.error().english();
}

const std::string header = "number,voter,district,weight,salt\n";
const std::string salt = ",00112233445566778899aabbccddeeff\n";

std::string malformed(const std::string& rows) {
    return refusal_of_list(header + rows, ErrorCode::malformed);
}

std::string bad_voters(const std::string& rows) {
    return refusal_of_list(header + rows, ErrorCode::bad_voters);
}

std::vector<NamedVoter> voters(std::size_t count) {
    std::vector<NamedVoter> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({"Voter " + std::to_string(i), {0, static_cast<std::uint16_t>(i % 2)}});
    return out;
}

} // namespace

TEST_CASE("the known private list has its hash and every row of it can be opened") {
    const auto list = must(PrivateList::parse(to_bytes(text_bytes(vectors()["list"])), manifest()));
    CHECK(hex_encode(list.hash()) == vectors()["list_hash"]);
    REQUIRE(list.size() == 4);
    CHECK(list.row(2).voter == "Voter 2");
    CHECK(list.row(2).place.weight() == 3);
    CHECK(list.row(2).place.district == 1);
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        const auto opening = list.open_row(number);
        CHECK(opening.text == list.row(number).text);
        CHECK(check_row(opening, list.hash()));
    }
}

TEST_CASE("a row that is not in the list is not taken for one") {
    const auto list = must(PrivateList::parse(
        must(PrivateList::draw(voters(11), manifest(), system_random())), manifest()));
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        const auto good = list.open_row(number);
        CHECK(check_row(good, list.hash()));
        auto other = good;
        other.number = number % list.size() + 1;
        CHECK(check_row(other, list.hash()).error().code == ErrorCode::invalid);
        other = good;
        other.text.back() ^= 1;
        CHECK_FALSE(check_row(other, list.hash()));
        other = good;
        other.path.pop_back();
        CHECK_FALSE(check_row(other, list.hash()));
        other = good;
        other.number = 0;
        other.text[0] = '0';
        CHECK_FALSE(check_row(other, list.hash()));
        CHECK_FALSE(check_row(good, {}));
    }
    // A list of which one row says that it is another one.
    const std::string text = "2,A,east,1,00112233445566778899aabbccddeeff";
    const Digest32 hash = leaf_hash(bytes_of(text));
    CHECK_FALSE(check_row({1, 1, text, {}}, hash));
    CHECK(check_row({1, 1, "1" + text.substr(1), {}}, leaf_hash(bytes_of("1" + text.substr(1)))));
}

TEST_CASE("a drawn list has every voter once in an order and with salts of its own") {
    const auto some = voters(300);
    const Bytes file = must(PrivateList::draw(some, manifest(), system_random()));
    const auto list = must(PrivateList::parse(file, manifest()));
    REQUIRE(list.size() == some.size());
    std::set<std::string> names;
    std::set<std::string> salts;
    std::size_t in_place = 0;
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        const auto row = list.row(number);
        names.emplace(row.voter);
        salts.emplace(row.text.substr(row.text.rfind(',')));
        in_place += row.voter == some[number - 1].name ? 1U : 0U;
    }
    CHECK(names.size() == some.size());
    CHECK(salts.size() == some.size());
    CHECK(in_place < 20); // 1 on average
    CHECK(must(PrivateList::draw(some, manifest(), system_random())) != file);
    CHECK(must(PrivateList::parse(must(PrivateList::draw({}, manifest(), system_random())),
                                  manifest()))
              .size() == 0);
}

TEST_CASE("a list is read strictly") {
    const std::string good = header + "1,Ы,east,1" + salt;
    CHECK(refusal_of_list(good, ErrorCode::malformed).empty());
    CHECK(refusal_of_list("", ErrorCode::malformed) ==
          "line 1: the first line must be: number,voter,district,weight,salt");
    CHECK(refusal_of_list(good.substr(0, good.size() - 1), ErrorCode::malformed) ==
          "line 2: the last line has no line end");
    CHECK(malformed("2,A,east,1" + salt) == "line 2: the number 1 is expected here");
    CHECK(malformed("1,A,east,1" + salt + "01,B,east,1" + salt) ==
          "line 3: the number 2 is expected here");
    CHECK(malformed("1,A,east" + salt) ==
          "line 2: five values are expected here: number, voter, district, weight, salt");
    CHECK(malformed("1,A,north,1" + salt) == "line 2: the manifest has no district \"north\"");
    CHECK(malformed("1,A,east,0" + salt).starts_with("line 2: a weight from 1"));
    const std::string no_salt = "line 2: a salt of 32 lower-case hex digits is expected here, "
                                "followed by a line feed";
    CHECK(malformed("1,A,east,1,00112233445566778899AABBCCDDEEFF\n") == no_salt);
    CHECK(malformed("1,A,east,1,00112233445566778899aabbccddeeff\r\n") == no_salt);
    CHECK(malformed("1,A,east,4294967296" + salt + "2,B,east,4294967297" + salt) != "");
}

TEST_CASE("attack 51 a private list that a program has saved anew is named as what it is") {
    const std::string good = header + "1,Ы,east,1" + salt;
    const auto refusal = [](const std::string& text) {
        return refusal_of_list(text, ErrorCode::malformed);
    };
    const auto with = [&](char from, const std::string& to) {
        std::string out;
        for (const char c : good)
            out += c == from ? to : std::string(1, c);
        return out;
    };
    CHECK(refusal("\xEF\xBB\xBF" + good) ==
          "line 1: this file begins with a byte order mark: a program has saved it anew; use the "
          "list as it was given to you");
    CHECK(refusal(with('\n', "\r\n")) ==
          "line 1: the lines of this file end with CR LF: a program has saved it anew; use the "
          "list as it was given to you");
    CHECK(refusal(with(',', ";")) ==
          "line 1: the fields are separated by semicolons; save the list with commas");
    CHECK(refusal(with(',', "\t")) ==
          "line 1: the fields are separated by tabs; save the list with commas");
    CHECK(refusal(header + "1,\"A\",east,1" + salt) ==
          "line 2: there are quotation marks in this line; save the list without them");
    CHECK(refusal(header + "1,\xDB,east,1" + salt) ==
          "line 2: this text is in Windows-1251; save the file as UTF-8");
    CHECK(refusal("\xFF\xFEn") == "line 1: this text is in UTF-16; save the file as UTF-8");
}

TEST_CASE("attack 51 a list names every voter once and in words that no program changes") {
    for (const std::string name : {"", " A", "A\t", "A\xE2\x80\xAE"})
        CHECK(bad_voters("1," + name + ",east,1" + salt) ==
              "line 2: this cannot be the name of a voter");
    CHECK(bad_voters("1," + std::string(257, 'a') + ",east,1" + salt) != "");
    for (const std::string name : {"=A", "+A", "-A", "@A"})
        CHECK(bad_voters("1," + name + ",east,1" + salt).starts_with("line 2: a name that begins"));
    CHECK(bad_voters("1,A,east,1" + salt + "2,B,east,1" + salt + "3,A,west,2" + salt) ==
          "line 4: voter A is on line 2 already");
    const std::vector<NamedVoter> twice{{"A", {}}, {"A", {}}};
    CHECK(PrivateList::draw(twice, manifest(), system_random()).error().code ==
          ErrorCode::bad_voters);
    auto heavy = voters(257);
    for (auto& voter : heavy)
        voter.place.weight_less_one = UINT32_MAX;
    CHECK(PrivateList::draw(heavy, manifest(), system_random()).error().code ==
          ErrorCode::malformed);
    heavy.pop_back();
    CHECK(PrivateList::draw(heavy, manifest(), system_random()));
    const std::vector<NamedVoter> comma{{"A, B", {}}};
    CHECK(PrivateList::draw(comma, manifest(), system_random()).error().code ==
          ErrorCode::bad_voters);
}

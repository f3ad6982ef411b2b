// SPDX-License-Identifier: Apache-2.0
#include "protocol/sample_manifest.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

// The refusal of the sample manifest with the value at a JSON pointer replaced; an empty value
// removes it.
std::string refusal_with(const std::string& pointer, const std::string& value) {
    JsonWriter json = sample_manifest();
    const JsonWriter::json_pointer place(pointer);
    if (value.empty())
        json[place.parent_pointer()].erase(place.back());
    else
        json[place] = JsonWriter::parse(value);
    return refusal_of(parse_manifest(json));
}

// Options o0, o1, ... of one contest.
JsonWriter manifest_with_options(std::size_t count, std::int64_t max) {
    JsonWriter json = sample_manifest();
    JsonWriter options = JsonWriter::array();
    for (std::size_t i = 0; i < count; ++i)
        options.push_back({{"id", "o" + std::to_string(i)}, {"title", {{"en", "x"}}}});
    json["contests"][0]["options"] = options;
    json["contests"][0]["min"] = max;
    json["contests"][0]["max"] = max;
    json["districts"][0]["contests"] = {"mayor"};
    return json;
}

} // namespace

TEST_CASE("every key of a manifest except opens and closes and rules is needed") {
    CHECK(refusal_with("/format", "") == "malformed the key \"format\" is missing");
    for (const auto* key : {"id", "title", "group", "trustees", "revote", "districts", "contests"})
        CHECK(refusal_with(std::string("/") + key, "") ==
              "malformed the key \"" + std::string(key) + "\" is missing");
    CHECK(refusal_with("/trustees/threshold", "") ==
          "malformed trustees: the key \"threshold\" is missing");
    CHECK(refusal_with("/contests/0/min", "") ==
          "malformed contests[0]: the key \"min\" is missing");
    CHECK(refusal_with("/contests/1/rules/0/coefficients", "") ==
          "malformed contests[1].rules[0]: the key \"coefficients\" is missing");
    for (const auto* key : {"/opens", "/closes", "/contests/1/rules"})
        CHECK(refusal_with(key, "").empty());
}

TEST_CASE("nothing else is allowed in a manifest") {
    const std::string unknown = ": this key is unknown";
    CHECK(refusal_with("/extra", "1") == "malformed extra" + unknown);
    CHECK(refusal_with("/trustees/extra", "1") == "malformed trustees.extra" + unknown);
    CHECK(refusal_with("/districts/1/extra", "1") == "malformed districts[1].extra" + unknown);
    CHECK(refusal_with("/contests/1/extra", "1") == "malformed contests[1].extra" + unknown);
    CHECK(refusal_with("/contests/1/options/2/extra", "1") ==
          "malformed contests[1].options[2].extra" + unknown);
    CHECK(refusal_with("/contests/1/rules/0/extra", "1") ==
          "malformed contests[1].rules[0].extra" + unknown);
    CHECK(refusal_with("/format", R"("evote-manifest-2")") ==
          "malformed format: \"evote-manifest-1\" is expected here");
    CHECK(refusal_with("/group", R"("p256")") ==
          "malformed group: \"ristretto255\" is expected here");
}

TEST_CASE("ids are plain and unique among their siblings") {
    CHECK(refusal_with("/id", R"("a b")").starts_with("malformed id: an id has 1 to 64"));
    CHECK(refusal_with("/districts/1/id", R"("")")
              .starts_with("malformed districts[1].id: an id has"));
    const std::string twice = ": this id occurs twice";
    CHECK(refusal_with("/districts/1/id", R"("north")") == "malformed districts[1].id" + twice);
    CHECK(refusal_with("/contests/1/id", R"("mayor")") == "malformed contests[1].id" + twice);
    CHECK(refusal_with("/contests/1/options/2/id", R"("p1")") ==
          "malformed contests[1].options[2].id" + twice);
    // Siblings only: two contests may have options with one id.
    CHECK(refusal_with("/contests/0/options/0/id", R"("P")").empty());
}

TEST_CASE("references are to existing items") {
    CHECK(refusal_with("/districts/0/contests", R"(["mayor","senate"])") ==
          "malformed districts[0].contests[1]: there is no contest with this id");
    CHECK(refusal_with("/districts/0/contests", R"(["mayor","mayor"])") ==
          "malformed districts[0].contests[1]: the district names this contest twice");
    CHECK(refusal_with("/contests/1/rules/0/coefficients/p9", "1") ==
          "malformed contests[1].rules[0].coefficients.p9: the contest has no option with this id");
}

TEST_CASE("districts and contests and options are not empty") {
    const std::string empty = ": at least 1 values are expected here, not 0";
    CHECK(refusal_with("/districts", "[]") == "malformed districts" + empty);
    CHECK(refusal_with("/contests", "[]") == "malformed contests" + empty);
    CHECK(refusal_with("/contests/0/options", "[]") == "malformed contests[0].options" + empty);
    CHECK(refusal_with("/districts/0/contests", "[]") == "malformed districts[0].contests" + empty);
}

TEST_CASE("trustees are at least the threshold and fewer than twice the threshold") {
    const auto with = [](int count, int threshold) {
        JsonWriter json = sample_manifest();
        json["trustees"] = {{"count", count}, {"threshold", threshold}};
        return refusal_of(parse_manifest(json));
    };
    CHECK(with(1, 1).empty());
    CHECK(with(99, 50).empty());
    CHECK(with(65535, 32768).starts_with("malformed trustees: the trustees would deal "));
    CHECK(with(2, 1) ==
          "malformed trustees.threshold: more than half of the 2 trustees must be needed");
    CHECK(with(4, 2) ==
          "malformed trustees.threshold: more than half of the 4 trustees must be needed");
    CHECK(with(3, 4) ==
          "malformed trustees.threshold: 4 trustees cannot be needed if there are only 3");
    CHECK(with(0, 0) == "malformed trustees.count: an integer from 1 to 65535 is expected here");
    CHECK(with(65536, 65535) ==
          "malformed trustees.count: an integer from 1 to 65535 is expected here");
}

TEST_CASE("rules can be kept by somebody") {
    CHECK(refusal_with("/contests/0/min", "2") ==
          "malformed contests[0].max: max is smaller than min");
    CHECK(refusal_with("/contests/1/rules/0/max", "-1") ==
          "malformed contests[1].rules[0].max: max is smaller than min");
    CHECK(refusal_with("/contests/1/rules/0",
                       R"({"coefficients":{"P":2,"p1":-1},"min":3,"max":4})") ==
          "malformed contests[1].rules[0].min: no choice can reach this: all options together give "
          "at "
          "most 2");
    CHECK(refusal_with("/contests/1/rules/0",
                       R"({"coefficients":{"P":2,"p1":-1},"min":-3,"max":-2})") ==
          "malformed contests[1].rules[0].max: no choice can stay below this: every choice gives "
          "at least "
          "-1");
    CHECK(refusal_with("/contests/1/rules/0", R"({"coefficients":{"P":2,"p1":-1},"min":2,"max":9})")
              .empty());
    JsonWriter json = sample_manifest();
    json["contests"][0]["min"] = 3;
    json["contests"][0]["max"] = 3;
    CHECK(
        refusal_of(parse_manifest(json)) ==
        "malformed contests[0].min: no choice can reach this: all options together give at most 2");
}

TEST_CASE("coefficients and bounds are from minus 65536 to 65536") {
    const std::string expected = ": an integer from -65536 to 65536 is expected here";
    CHECK(refusal_with("/contests/1/rules/0/max", "65537") ==
          "malformed contests[1].rules[0].max" + expected);
    CHECK(refusal_with("/contests/1/rules/0/min", "-65537") ==
          "malformed contests[1].rules[0].min" + expected);
    CHECK(refusal_with("/contests/1/rules/0/coefficients/P", "65537") ==
          "malformed contests[1].rules[0].coefficients.P" + expected);
    CHECK(refusal_with("/contests/0/max", "65537") == "malformed contests[0].max" + expected);
    CHECK(refusal_with("/contests/1/rules/0",
                       R"({"coefficients":{"P":65536,"p1":-65536},"min":-65536,"max":65536})")
              .empty());
}

TEST_CASE("a ballot has at most 65535 bytes") {
    // 236 bytes, and 32 (3 + 3 bits + rules) for a contest.
    CHECK(parse_manifest(manifest_with_options(678, 1))->ballot_size(0) == 65'452);
    CHECK(refusal_of(parse_manifest(manifest_with_options(679, 1))) ==
          "malformed contests[0]: a ballot with this contest would have 65548 bytes, but at most "
          "65535 are allowed");
    JsonWriter json = manifest_with_options(678, 1);
    json["districts"][0]["contests"] = {"mayor", "list"};
    CHECK(refusal_of(parse_manifest(json)) ==
          "malformed districts[0]: a ballot of this district would have 66284 bytes, but at most "
          "65535 are allowed");
    CHECK(refusal_of(parse_manifest(manifest_with_options(5000, 1)))
              .starts_with("malformed contests[0].options: at most"));
}

TEST_CASE("the last or the first ballot counts") {
    CHECK(refusal_with("/revote", R"("none")").empty());
    CHECK(refusal_with("/revote", R"("first")") ==
          "malformed revote: \"last\" or \"none\" is expected here");
    CHECK(refusal_with("/revote", R"("deniable")") ==
          "unsupported revote: deniable revoting is not supported yet");
}

TEST_CASE("opening and closing times are dates and times") {
    CHECK(refusal_with("/opens", R"("tomorrow")") ==
          "malformed opens: a date and time such as 2026-10-04T08:00:00+06:00 is expected here");
    CHECK(refusal_with("/closes", "0") == "malformed closes: a text is expected here");
}

TEST_CASE("attack 32 a manifest is strict JSON") {
    std::string text = sample_manifest().dump();
    text.insert(1, R"("id":"other",)");
    CHECK(refusal_of(Manifest::parse(bytes_of(text))) ==
          "malformed the key \"id\" occurs twice in this object");
    CHECK(refusal_of(Manifest::parse(bytes_of("\xEF\xBB\xBF" + sample_manifest().dump()))) != "");
    text = sample_manifest().dump();
    text.replace(text.find("\"count\":3"), 9, "\"count\":3e0");
    CHECK(refusal_of(Manifest::parse(bytes_of(text))) ==
          "malformed trustees.count: this number is not a plain integer of at most 64 bits");
    text = sample_manifest().dump();
    text.replace(text.find("Sample"), 6, "\\ud800");
    CHECK(refusal_of(Manifest::parse(bytes_of(text))) != "");
    text = sample_manifest().dump();
    text.replace(text.find("\"P\":2"), 5, "\"P\":2,\"P\":2");
    CHECK(refusal_of(Manifest::parse(bytes_of(text))) ==
          "malformed contests[1].rules[0].coefficients: the key \"P\" occurs twice in this object");
    CHECK(refusal_of(Manifest::parse(Bytes(Manifest::largest_file + 1, ' '))) ==
          "file-too-large the file has 16777217 bytes, but at most 16777216 are allowed");
    CHECK(refusal_of(Manifest::parse(bytes_of("[]"))) == "malformed an object is expected here");
}

TEST_CASE("attack 35 titles with control or bidirectional characters are refused") {
    const std::string refused =
        ": this text has characters that are invisible or change the direction of writing: ";
    CHECK(refusal_with("/title/en", R"("a\u202eb")") ==
          "malformed title.en" + refused + "a\\u{202E}b");
    CHECK(refusal_with("/contests/1/options/0/title/en", R"("a\u001b[2J")") ==
          "malformed contests[1].options[0].title.en" + refused + "a\\u{001B}[2J");
    CHECK(refusal_with("/districts/0/title/en", R"("a\nb")") ==
          "malformed districts[0].title.en" + refused + "a\\u{000A}b");
    CHECK(refusal_with("/contests/0/title/en", R"("a\u200bb")") != "");
    CHECK(refusal_with("/title/en", R"("a\u0000")") != "");
}

TEST_CASE("titles have a text in at least one language") {
    CHECK(refusal_with("/title", "{}") ==
          "malformed title: a text in at least one language is expected here");
    CHECK(refusal_with("/title/en", R"("")") == "malformed title.en: this text is empty");
    CHECK(refusal_with("/title/en", R"("  ")") == "malformed title.en: this text is empty");
    CHECK(refusal_with("/title/en", R"("\u00a0\u3000")") ==
          "malformed title.en: this text is empty");
    CHECK(refusal_with("/title/en", R"("\u3164")") != "");
    CHECK(refusal_with("/title/english_", R"("x")") ==
          "malformed title.english_: this is not a language tag such as ky, ru or en");
    CHECK(refusal_with("/title/KY", R"("x")") == "malformed title.KY: this language occurs twice");
    CHECK(refusal_with("/title", R"("Sample")") == "malformed title: an object is expected here");
}

TEST_CASE("a manifest whose rules would take much memory is refused") {
    // 100 contests of 300 options and 300 rules: 90,000 numbers each.
    JsonWriter rules = JsonWriter::array();
    for (int i = 0; i < 299; ++i)
        rules.push_back({{"coefficients", JsonWriter::object()}, {"min", 0}, {"max", 0}});
    JsonWriter json = manifest_with_options(300, 300);
    const JsonWriter contest = json["contests"][0];
    for (int i = 0; i < 100; ++i) {
        json["contests"].push_back(contest);
        json["contests"].back()["id"] = "c" + std::to_string(i);
        json["contests"].back()["rules"] = rules;
    }
    CHECK(refusal_of(parse_manifest(json)) ==
          "malformed contests[95]: the rules of all contests up to this one have 8460314 "
          "coefficients, but at most 8388608 are allowed");
}

TEST_CASE("a manifest whose keys could not be read is refused") {
    JsonWriter json = manifest_with_options(512, 512);
    const auto with = [&](unsigned count, unsigned threshold) {
        json["trustees"] = {{"count", count}, {"threshold", threshold}};
        return refusal_of(parse_manifest(json));
    };
    CHECK(with(45, 23) == "malformed trustees: the trustees would deal 529920 coefficients, but at "
                          "most 524288 are allowed");
    CHECK(with(44, 23).empty());
}

TEST_CASE("a manifest names one to eight registrars or none") {
    const auto with = [](const JsonWriter& value) {
        JsonWriter json = sample_manifest();
        json["registrars"] = value;
        return parse_manifest(json);
    };
    CHECK(parse_manifest(sample_manifest())->registrars() == 0);
    CHECK(with(1)->registrars() == 1);
    CHECK(with(8)->registrars() == 8);
    for (const int wrong : {0, 9, -1, 258})
        CHECK(refusal_of(with(wrong)).starts_with("malformed registrars: "));
    for (const JsonWriter& wrong : {JsonWriter("2"), JsonWriter(nullptr), JsonWriter(true)})
        CHECK(refusal_of(with(wrong)).starts_with("malformed registrars: "));
    JsonWriter deniable = sample_manifest();
    deniable["revote"] = "deniable";
    deniable["registrars"] = 2;
    CHECK(refusal_of(parse_manifest(deniable)) ==
          "malformed registrars: there can be no registrars where revoting is deniable");
}

// SPDX-License-Identifier: Apache-2.0
#include "json/json.h"
#include "support/must.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;

namespace {

std::string fault_of(std::string_view text) {
    const auto document = JsonDocument::parse(bytes_of(text));
    return document ? "" : document.error().english();
}

} // namespace

TEST_CASE("attack 32 hostile JSON is refused with its place") {
    CHECK(fault_of(R"({"a":1,"b":{"a":[true,null,"x"]}})").empty());
    CHECK(fault_of(R"({"a":{"b":1,"b":2}})") == "a: the key \"b\" occurs twice in this object");
    CHECK(fault_of(R"({"a":[0,1e3]})") ==
          "a[1]: this number is not a plain integer of at most 64 bits");
    CHECK(fault_of(R"([1.0])") != "");
    CHECK(fault_of(R"([-0])") == "[0]: -0 is not a plain integer");
    CHECK(fault_of(R"([18446744073709551616])") != "");
    CHECK(fault_of("[" + std::string(1000000, '9') + "]") != "");
    CHECK(fault_of(std::string(1000000, '[')) == std::string() + [] {
        std::string place;
        for (int i = 0; i < 32; ++i)
            place += "[0]";
        return place;
    }() + ": values are nested more than 32 deep");
    CHECK(fault_of("\xEF\xBB\xBF{}") == "line 1, column 1: the file begins with a byte order mark");
    CHECK(fault_of(R"(["\ud800"])") != "");
    CHECK(fault_of("[\"\xff\"]") != "");
    CHECK(fault_of("{}{}") == "line 1, column 3: this is not JSON");
    CHECK(fault_of("{\n \"a\": }") == "line 2, column 7: this is not JSON");
    CHECK(fault_of("") != "");
    CHECK(fault_of("[01]") != "");
    CHECK(fault_of("[NaN]") != "");
    CHECK(fault_of("[1,]") != "");
    CHECK(fault_of("// comment\n[]") != "");
}

TEST_CASE("attack 32 a zero byte hides nothing after it") {
    using namespace std::string_view_literals;
    CHECK(fault_of("{}\0"sv) == "line 1, column 3: this is not JSON");
    CHECK(fault_of("{\"a\":1}\n\0{\"a\":2}"sv) == "line 2, column 1: this is not JSON");
    CHECK(fault_of("[\"a\0b\"]"sv) == "line 1, column 4: this is not JSON");
    CHECK(fault_of("[1,\0 2]"sv) == "line 1, column 4: this is not JSON");
}

TEST_CASE("attack 32 long keys and many values do not multiply") {
    const std::string key(1 << 20, 'k');
    std::string text = "{\"" + key + "\":[0";
    for (int i = 0; i < 100000; ++i)
        text += ",0";
    CHECK(fault_of(text + "]}").empty());
    CHECK(fault_of(text + ",1.5]}").starts_with(key + "[100001]: "));
}

TEST_CASE("attack 32 the number of values is bounded") {
    std::string text = "[0";
    for (int i = 2; i < 1 << 20; ++i)
        text += ",0";
    CHECK(fault_of(text + "]").empty()); // with the list itself 2^20
    CHECK(fault_of(text + ",0]") == "[1048575]: there are more than 1048576 values");
}

TEST_CASE("attack 32 an object with very many keys is read quickly") {
    std::string text = "{\"a\":0";
    for (int i = 0; i < 300000; ++i)
        text += ",\"" + std::to_string(i) + "\":0";
    CHECK(fault_of(text + "}").empty());
    CHECK(fault_of(text + ",\"7\":0}") == "the key \"7\" occurs twice in this object");
}

TEST_CASE("typed reading keeps the first fault and its place") {
    const auto read = [](std::string_view text) {
        auto document = JsonDocument::parse(bytes_of(text));
        REQUIRE(document);
        const JsonValue root = document->root();
        root.member("format").must_be("f");
        for (const auto& item : root.member("items").elements(1, 2))
            (void)item.member("n").integer(-5, 5);
        if (const auto hex = root.optional_member("hex"))
            (void)hex->hex_array<2>();
        root.no_other_members();
        const auto outcome = document->finish();
        return outcome ? std::string() : outcome.error().english();
    };
    CHECK(read(R"({"format":"f","items":[{"n":-5}],"hex":"00ff"})").empty());
    CHECK(read(R"({"format":"g","items":[{"n":-5}]})") == "format: \"f\" is expected here");
    CHECK(read(R"({"format":"f","items":[{"n":6}]})") ==
          "items[0].n: an integer from -5 to 5 is expected here");
    CHECK(read(R"({"format":"f","items":[{"n":-9223372036854775808}]})") != "");
    CHECK(read(R"({"format":"f","items":[{"m":6}]})") == "items[0]: the key \"n\" is missing");
    CHECK(read(R"({"format":"f","items":[]})") ==
          "items: at least 1 values are expected here, not 0");
    CHECK(read(R"({"format":"f","items":[{"n":1}],"hex":"00FF"})") ==
          "hex: 2 bytes in lower-case hex are expected here");
    CHECK(read(R"({"format":"f","items":[{"n":1}],"extra":1})") == "extra: this key is unknown");
    CHECK(read(R"([])") == "an object is expected here");
}

TEST_CASE("booleans and lists are told from other values") {
    const auto document =
        must(JsonDocument::parse(bytes_of(R"({"a":true,"b":false,"c":[],"d":1})")));
    const auto root = document.root();
    CHECK(root.member("a").boolean());
    CHECK_FALSE(root.member("b").boolean());
    CHECK(root.member("c").is_list());
    CHECK_FALSE(root.member("d").is_list());
    CHECK_FALSE(root.is_list());
    CHECK(document.finish());
    root.member("d").boolean();
    CHECK(document.finish().error().english() == "d: true or false is expected here");
}

TEST_CASE("bytes that are not text are written as replacement characters") {
    CHECK(text_of(json_bytes({{"file", "x\xFE"}})) == "{\"file\":\"x\xEF\xBF\xBD\"}\n");
}

TEST_CASE("writers keep the order of keys") {
    JsonWriter value;
    value["z"] = 1;
    value["a"] = "ө\n";
    CHECK(text_of(json_bytes(value)) == "{\"z\":1,\"a\":\"ө\\n\"}\n");
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "craft.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const std::string begin = "-----BEGIN AGE ENCRYPTED FILE-----\n";
const std::string end = "-----END AGE ENCRYPTED FILE-----\n";

void check_refused(std::string_view name, std::string_view text, std::string_view message,
                   std::string_view place) {
    INFO(name);
    const auto file = age_unarmor(text);
    REQUIRE_FALSE(file);
    CHECK(file.error().code == ErrorCode::malformed);
    CHECK(file.error().message.english() == message);
    CHECK(english_place(file.error().place) == place);
}

} // namespace

TEST_CASE("the text form converts back to the file at every length") {
    Bytes file;
    for (std::size_t size = 1; size < 200; ++size) {
        file.push_back(static_cast<std::uint8_t>(size));
        const auto text = age_armor(file);
        for (const auto line : split(text, '\n'))
            CHECK(line.size() <= 64);
        CHECK(age_unarmor(text).value() == file);
    }
}

TEST_CASE("attack 8 the text form has one spelling") {
    const std::string not_text = "this is not an age file in its text form";
    const std::string no_end =
        "the text of an age file must end with the line \"-----END AGE ENCRYPTED FILE-----\"";
    const std::string bad_line = "this line of an age file's text form is not well-formed";
    const std::string full(64, 'A');
    REQUIRE(age_unarmor(begin + full + "\nAAA=\n" + end));

    check_refused("empty", "", not_text, "line 1");
    check_refused("binary", craft::version, not_text, "line 1");
    check_refused("blank before", " " + begin + "AAAA\n" + end, not_text, "line 1");
    check_refused("line before", "\n" + begin + "AAAA\n" + end, not_text, "line 1");
    check_refused("lower case", "-----begin age encrypted file-----\nAAAA\n" + end, not_text,
                  "line 1");
    check_refused("CR at the first line", "-----BEGIN AGE ENCRYPTED FILE-----\r\nAAAA\r\n" + end,
                  not_text, "line 1");
    check_refused("CR within", begin + "AAAA\r\n" + end, bad_line, "line 2");
    check_refused("no end", begin + "AAAA\n", no_end, "line 3");
    check_refused("other end", begin + "AAAA\n-----END AGE-----\n", no_end, "line 4");
    check_refused("no line end", begin + "AAAA\n" + end.substr(0, end.size() - 1), no_end,
                  "line 3");
    check_refused("CR at the end", begin + "AAAA\n" + end.substr(0, end.size() - 1) + "\r\n",
                  no_end, "line 4");
    check_refused("text behind", begin + "AAAA\n" + end + "more\n", no_end, "line 3");
    check_refused("text without a line end behind", begin + "AAAA\n" + end + "more", no_end,
                  "line 3");
    check_refused("line behind", begin + "AAAA\n" + end + "\n", no_end, "line 3");
    check_refused("two files", begin + "AAAA\n" + end + begin + "AAAA\n" + end, no_end, "line 3");
    check_refused("nothing within", begin + end, "the text of an age file is empty", "line 2");
    check_refused("empty line", begin + "\n" + end, bad_line, "line 2");
    check_refused("empty line behind a full one", begin + full + "\n\n" + end, bad_line, "line 3");
    check_refused("blank within", begin + "AA AA\n" + end, bad_line, "line 2");
    check_refused("blank behind", begin + "AAAA \n" + end, bad_line, "line 2");
    check_refused("short line", begin + "AAAA\nAAAA\n" + end, bad_line, "line 2");
    check_refused("long line", begin + full + "AAAA\n" + end, bad_line, "line 2");
    check_refused("padding within", begin + full.substr(1) + "=\nAAAA\n" + end, bad_line, "line 2");
    check_refused("no padding", begin + "AAA\n" + end, bad_line, "line 2");
    check_refused("not canonical", begin + "AAB=\n" + end, bad_line, "line 2");
    check_refused("headers", begin + "Version: 1\n\nAAAA\n" + end, bad_line, "line 2");
}

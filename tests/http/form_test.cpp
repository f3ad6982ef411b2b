// SPDX-License-Identifier: Apache-2.0
#include "http/form.h"
#include "http/problem.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

TEST_CASE("a form is decoded") {
    const auto form = must(Form::parse("a=1&b=x+y%2Bz&c=&d&e=%D0%B6%20=%3d"));
    CHECK(form.fields().size() == 5);
    CHECK(form.value("a") == "1");
    CHECK(form.value("b") == "x y+z");
    CHECK(form.has("c"));
    CHECK(form.value("c").empty());
    CHECK(form.has("d"));
    CHECK(form.value("e") == "ж ==");
    CHECK(!form.has("f"));
    CHECK(form.value("f").empty());
    CHECK(must(Form::parse("")).fields().empty());
}

TEST_CASE("a form that is not encoded as it should be is refused") {
    for (const std::string_view text :
         {"&", "a=1&", "&a=1", "a=1&&b=2", "=1", "a=%", "a=%4", "a=%4g", "a=%g4", "a=%00", "%00=a",
          "a=%FF", "a=%C0%AF", "a=%ED%A0%80", "a= ", "a=\xD0\xB6", "a=\n", "a=\x7F"}) {
        INFO(text);
        CHECK(Form::parse(text).error().code == ErrorCode::malformed);
    }
    CHECK(Form::parse(std::string_view("a=\0", 3)).error().code == ErrorCode::malformed);
}

TEST_CASE("a form that has a name twice is refused and the name is said") {
    CHECK(Form::parse("a=1&b=2&%61=1").error().english() == "\"a\" is given twice");
}

TEST_CASE("percent encoding and decoding are each others inverse") {
    std::string all;
    for (int byte = 1; byte < 128; ++byte)
        all += static_cast<char>(byte);
    all += "жөө";
    CHECK(percent_decode(percent_encode(all)) == all);
    CHECK(percent_encode("a b/\xD0\xB6~") == "a%20b%2F%D0%B6~");
    CHECK(percent_decode("a+b") == "a+b");
    CHECK(!percent_decode("%2"));
    const Fields fields{{"a", "1 2"}, {"b&", "=+"}};
    CHECK(form_text(fields) == "a=1%202&b%26=%3D%2B");
    const auto form = must(Form::parse(form_text(fields)));
    CHECK(form.value("a") == "1 2");
    CHECK(form.value("b&") == "=+");
}

TEST_CASE("a cookie is found among others") {
    const Fields fields{{"Host", "x"}, {"cookie", "a=1; session=abc-_.~!;b="}};
    CHECK(cookie(fields, "session") == "abc-_.~!");
    CHECK(cookie(fields, "a") == "1");
    CHECK(cookie(fields, "b") == "");
    CHECK(!cookie(fields, "Session"));
    CHECK(!cookie(fields, "x"));
    CHECK(!cookie({}, "a"));
}

TEST_CASE("a cookie that is there twice or has strange characters is not taken") {
    CHECK(!cookie({{"Cookie", "a=1; a=1"}}, "a"));
    CHECK(!cookie({{"Cookie", "a=1"}, {"Cookie", "a=2"}}, "a"));
    for (const char* const value : {"a=\"1\"", "a=1 2", "a=1,2", "a=1\\2", "a", "a=\xD0\xB6", "=a"})
        CHECK(!cookie({{"Cookie", value}}, "a"));
    CHECK(cookie({{"Cookie", "a=1=2"}}, "a") == "1=2");
}

TEST_CASE("names of fields are compared without regard to case") {
    const Fields fields{{"Content-Type", "a"}, {"content-type", "b"}};
    CHECK(field(fields, "CONTENT-TYPE") == "a");
    CHECK(field(fields, "Content-Typ").empty());
}

TEST_CASE("a problem is a document that is not cached") {
    const auto answer = problem(404, "Not Found", "There is no \"x\".");
    CHECK(answer.status == 404);
    CHECK(field(answer.fields, "content-type") == "application/problem+json");
    CHECK(field(answer.fields, "cache-control") == "no-store");
    CHECK(answer.body ==
          "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is no \\\"x\\\".\"}\n");
    CHECK(problem(500, "x").body == "{\"title\":\"x\",\"status\":500}\n");
    CHECK(reason_of(418).empty() != reason_of(404).empty());
}

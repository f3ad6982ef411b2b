// SPDX-License-Identifier: Apache-2.0
#include "protocol/syntax.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <string>

using namespace evote;

TEST_CASE("ids have 1 to 64 plain characters") {
    for (const auto* good : {"a", "A.b_c-9", "-", "."})
        CHECK(is_id(good));
    CHECK(is_id(std::string(64, 'x')));
    CHECK_FALSE(is_id(std::string(65, 'x')));
    for (const auto* bad : {"", " ", "a b", "a/b", "ө", "a\n", "a+b"})
        CHECK_FALSE(is_id(bad));
}

TEST_CASE("language tags are those of RFC 5646") {
    for (const auto* good :
         {"ky", "ru", "en", "KY", "ky-Cyrl", "ky-Cyrl-KG", "ky-KG", "es-419", "zh-cmn-Hans-CN",
          "sl-rozaj-biske-1994", "de-CH-1996", "en-a-bbb-x-a-ccc", "x-whatever", "de-a-value-b-xx",
          "qaa-Qaaa-QM-x-southern", "language", "zh-gan-yue-nan"})
        CHECK(is_language_tag(good));
    for (const auto* bad :
         {"",         "k",          "ky_KG",        "ky-",      "-ky",      "ky--KG",
          "a-DE",     "de-419-DE-", "ar-a",         "en-x",     "x",        "languages",
          "ky-KG-KG", "i-klingon",  "кы",           "en-a-b",   "ky KG",    "zh-gan-yue-nan-cmn",
          "sl-roz_j", "de-19_6",    "de-Latn-abcd", "en-_-bbb", "en-a-b_b", "en-x-a_b"})
        CHECK_FALSE(is_language_tag(bad));
}

TEST_CASE("dates and times are those of RFC 3339") {
    CHECK(parse_date_time("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_date_time("2026-10-04T08:00:00+06:00") == 1'791'079'200);
    CHECK(parse_date_time("1985-04-12T23:20:50.52Z") == 482'196'050);
    CHECK(parse_date_time("1996-12-19t16:39:57-08:00") == 851'042'397);
    CHECK(parse_date_time("1990-12-31T23:59:60z") == 662'688'000);
    CHECK(parse_date_time("2024-02-29T00:00:00Z") == 1'709'164'800);
    CHECK(parse_date_time("0000-01-01T00:00:00Z") == -62'167'219'200);
    for (const auto* bad : {"",
                            "2026-10-04",
                            "2026-10-04 08:00:00Z",
                            "2026-10-04T08:00:00",
                            "2026-10-04T08:00Z",
                            "2023-02-29T00:00:00Z",
                            "2026-00-04T08:00:00Z",
                            "2026-13-04T08:00:00Z",
                            "2026-0:-04T08:00:00Z",
                            "2026-04-31T08:00:00Z",
                            "2026-10-04T24:00:00Z",
                            "2026-10-04T08:60:00Z",
                            "2026-10-04T08:00:61Z",
                            "2026-10-04T08:00:00.Z",
                            "2026-10-04T08:00:00+0600",
                            "2026-10-04T08:00:00+24:00",
                            "2026-10-04T08:00:00+06:60",
                            "2026-10-04T08:00:00Z ",
                            "26-10-04T08:00:00Z",
                            "+2026-10-04T08:00:00Z",
                            "2026-10-4T08:00:00Z"})
        CHECK_FALSE(parse_date_time(bad));
}

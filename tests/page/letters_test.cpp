// SPDX-License-Identifier: Apache-2.0
#include "ballot/code.h"
#include "crypto/random.h"
#include "page/drawn_code.h"
#include "page/letters.h"
#include "page/paper.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace evote;

namespace {

LetterFacts facts(std::uint8_t registrar = 1) {
    LetterFacts out;
    out.title = {"Шайлоо", "Выборы", "Election"};
    out.registrar = registrar;
    out.registrars = 2;
    for (int i = 0; i < 8; ++i)
        out.fingerprint += "0123abcd";
    out.spoken = "00000 11111 22222 33333 44444 55555 66666 77777";
    out.page = "https://vote.example/x";
    out.call = "0312 000000";
    return out;
}

struct Voter {
    std::string name;
    std::string code;
};

std::vector<Voter> voters(std::size_t number, std::uint8_t registrar = 1) {
    SeededRandom random(bytes_of("voters"));
    std::vector<Voter> out;
    for (std::size_t i = 0; i < number; ++i) {
        CodeBytes code;
        random.fill(code.expose());
        out.push_back({"Шайлоочу Voter-" + std::to_string(i) + "-",
                       to_string(encode_half_code(registrar, code).expose())});
    }
    return out;
}

std::string document(const LetterFacts& facts, const std::vector<Voter>& voters) {
    Letters letters(facts);
    for (const auto& voter : voters)
        letters.add(voter.name, bytes_of(voter.code));
    return to_string(std::move(letters).finish().expose());
}

std::string link(const LetterFacts& facts, const std::string& code) {
    return "https://vote.example/x#f=" + facts.fingerprint +
           "&r=" + std::to_string(facts.registrar) + "&c=" + code;
}

// The text of an element of a class.
std::string written_in(std::string_view page, const std::string& name) {
    return written(std::string(between(page, "<div class=\"" + name + "\">", "</div>")) + "<br>");
}

} // namespace

TEST_CASE("attack 54 a page has the name and the code of one voter only") {
    const auto all = voters(60);
    const auto pages = pages_of(document(facts(), all));
    REQUIRE(pages.size() == all.size());
    for (std::size_t i = 0; i < pages.size(); ++i) {
        CHECK(printed_codes(pages[i]) == std::vector<std::string>{all[i].code});
        CHECK(written_in(pages[i], "name") == all[i].name + "\n");
        for (std::size_t other = 0; other < all.size(); ++other) {
            CHECK((written(pages[i]).find(all[other].name) != std::string::npos) == (i == other));
            if (i != other) // nor the beginning of the code
                CHECK(written(pages[i]).find(all[other].code.substr(0, 4)) == std::string::npos);
        }
    }
}

TEST_CASE("nothing but the code and the name tells two pages apart") {
    const auto all = voters(2);
    auto pages = pages_of(document(facts(), all));
    for (std::size_t i = 0; i < 2; ++i) {
        auto& page = pages[i];
        const auto erase = [&](std::string_view begin, std::string_view end) {
            const auto part = between(page, begin, end);
            REQUIRE_FALSE(part.empty());
            page.erase(static_cast<std::size_t>(part.data() - page.data()), part.size());
        };
        erase("<div class=\"name\">", "</div>");
        erase("<div class=\"code\">", "</div>");
        erase("<path d=\"", "\"/>");
    }
    CHECK(pages[0] == pages[1]);
    // Whether others were before it neither.
    CHECK(pages_of(document(facts(), {all[1], all[0]}))[1] ==
          pages_of(document(facts(), {all[0]}))[0]);
}

TEST_CASE("a scanner reads the address of the page with fingerprint and registrar and code") {
    const auto all = voters(20, 2);
    const auto pages = pages_of(document(facts(2), all));
    for (std::size_t i = 0; i < all.size(); ++i)
        CHECK(scan(draw_square(pages[i], 4)) ==
              std::vector<std::string>{link(facts(2), all[i].code)});
    const auto linked = letter_link(facts(2), bytes_of(all[0].code));
    CHECK(text_of(linked.expose()) == link(facts(2), all[0].code));
}

TEST_CASE("a scanner reads letters without a page and with a long address") {
    const auto one = voters(1);
    auto some = facts();
    some.page = "";
    const std::string values = "f=" + some.fingerprint + "&r=1&c=" + one[0].code;
    CHECK(scan(draw_square(document(some, one), 3)) == std::vector<std::string>{values});
    some.page = "https://vote.example/" + std::string(79, 'x');
    CHECK(scan(draw_square(document(some, one), 3)) ==
          std::vector<std::string>{some.page + "#" + values});
}

TEST_CASE("a square with a blot is still read and never as another code") {
    const auto one = voters(1);
    auto bitmap = draw_square(document(facts(), one), 4);
    const int middle = bitmap.side / 2;
    for (int y = middle; y < middle + 24; ++y)
        for (int x = middle; x < middle + 24; ++x)
            bitmap.pixels[static_cast<std::size_t>(y * bitmap.side + x)] = 0;
    CHECK(scan(bitmap) == std::vector<std::string>{link(facts(), one[0].code)});
    std::ranges::fill(bitmap.pixels, 255);
    CHECK(scan(bitmap).empty());
}

TEST_CASE("a document of letters is well formed and needs nothing else") {
    const std::string html = document(facts(), voters(3));
    CHECK(html.starts_with("<!DOCTYPE html>\n"));
    const auto tags = skeleton(html);
    REQUIRE_FALSE(tags.empty());
    CHECK(std::ranges::count(tags, "<section>") == 3);
    CHECK(count(html, "default-src 'none'; style-src 'unsafe-inline'") == 1);
    for (const auto* part : {"<script", "src=", "href=", "url(", "@import", "javascript:", "<link"})
        CHECK(count(html, part) == 0);
    CHECK(skeleton(document(facts(), {})).size() < tags.size());
}

TEST_CASE("whatever a text has in it changes no tag of a letter") {
    auto hostile = facts();
    const std::string evil = "</div></section><section><script>alert('&\"')</script><!--";
    hostile.title = {"1" + evil, "2" + evil, "3" + evil};
    hostile.spoken = evil;
    hostile.page = "https://a/?" + evil;
    hostile.call = evil;
    const auto code = voters(1)[0].code;
    const auto plain = document(facts(), {{"Aida", code}});
    const auto html = document(hostile, {{evil, code}});
    CHECK(skeleton(html) == skeleton(plain));
    REQUIRE(pages_of(html).size() == 1);
    const auto page = pages_of(html)[0];
    CHECK(written_in(page, "name") == evil + "\n");
    CHECK(written_in(page, "call") == "☎ " + evil + "\n");
    CHECK(count(written(page), evil) ==
          9); // three titles, name, call, spoken, and page three times
}

TEST_CASE("a letter says all in three languages") {
    const auto page = pages_of(document(facts(), voters(1)))[0];
    std::set<std::string> headings;
    for (const std::string language : {"ky", "ru", "en"}) {
        const auto begin = "<div lang=\"" + language + "\"><h2>";
        REQUIRE(count(page, begin) == 1);
        headings.emplace(between(page, begin, "</h2>"));
        CHECK(count(between(page, begin, "</ol>"), "<li>") == 5);
        CHECK(count(page, "<span lang=\"" + language + "\">") == 1);
        CHECK(count(page, "<div lang=\"" + language + "\">") == 3); // title, above the code, steps
    }
    CHECK(headings.size() == 3);
    CHECK(headings.contains("How to vote"));
    // One title for all languages is printed once.
    auto same = facts();
    same.title = {"Election", "Election", "Election"};
    CHECK(count(pages_of(document(same, voters(1)))[0], ">Election<") == 1);
}

TEST_CASE("letters of any two registrars differ in number and colour and bars") {
    std::set<std::string> colours;
    std::string before_line;
    for (std::uint8_t i = 1; i <= 8; ++i) {
        auto some = facts(i);
        some.registrars = 8;
        const std::string html = document(some, voters(1, i));
        const auto page = pages_of(html)[0];
        CHECK(between(page, "<div class=\"band\"><b>", "</b>") == std::to_string(i));
        CHECK(count(page, "<u></u>") == i);
        CHECK(count(page, "Letter " + std::to_string(i) + " of 8") == 1);
        colours.emplace(between(html, ":root{--c:", ";"));
        const std::string line(between(html, ";--l:", "}"));
        CHECK(line != before_line); // without colours the first two differ too
        before_line = line;
    }
    CHECK(colours.size() == 8);
}

TEST_CASE("a letter of the only registrar speaks of no others") {
    auto alone = facts();
    alone.registrars = 1;
    const auto page = pages_of(document(alone, voters(1)))[0];
    CHECK(count(between(page, "<div lang=\"en\"><h2>", "</ol>"), "<li>") == 4);
    CHECK(count(page, "letters like this one") == 0);
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "page/drawn_code.h"
#include "page/paper.h"
#include "page/receipts.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>

using namespace evote;

namespace {

constexpr std::array<Language, 3> all_languages{Language::kyrgyz, Language::russian,
                                                Language::english};

ReceiptFacts receipt() {
    ReceiptFacts out;
    out.title = "Election of the council";
    out.id = "village-2030";
    out.fingerprint = std::string(64, 'a');
    out.spoken = "00000 11111 22222 33333 44444 55555 66666 77777";
    out.tracker = std::string(64, 'b');
    out.short_tracker = "7K3M-0000-ZZZZ-A1B2";
    out.index = 16;
    out.size = 120;
    out.root = std::string(64, 'c');
    out.time = 1'893'484'800; // 2030-01-01T08:00:00Z
    out.witnesses = {2, 3, 2, 1'893'484'000};
    out.file = "my.receipt";
    out.board = "https://board.example.kg";
    return out;
}

// In a place that is so far from UTC, as POSIX writes it: with the sign that nobody expects.
class Place {
  public:
    explicit Place(const char* zone) {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    ~Place() {
        ::unsetenv("TZ");
        ::tzset();
    }
};

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0;
    for (const auto line : split(text, '\n'))
        longest = std::max(
            longest,
            static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char byte) {
                return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
            })));
    return longest;
}

// With the line ends of wrapped texts as blanks.
std::string joined(std::string text) {
    for (auto place = text.find("\n  "); place != text.npos; place = text.find("\n  "))
        text.replace(place, text.find_first_not_of(' ', place + 1) - place, " ");
    return text;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("a receipt on paper is half a page with all that finds the ballot again") {
    const Place bishkek("<+06>-6");
    for (const Language language : all_languages) {
        const std::string text = receipt_text(receipt(), language);
        INFO(text);
        CHECK(longest_line(text) <= 78);
        CHECK(std::count(text.begin(), text.end(), '\n') <= 32);
        for (const std::string& part :
             {receipt().title, receipt().id, receipt().spoken, receipt().tracker,
              receipt().short_tracker, receipt().board, receipt().file})
            CHECK(has(joined(text), part));
        for (const std::string part : {"16", "120", "14:00 (UTC+06:00)", "13:46 (UTC+06:00)",
                                       "evote-board check-receipt RECORD my.receipt",
                                       "evote-board receipt RECORD --tracker"})
            CHECK(has(joined(text), part));
    }
}

TEST_CASE("a receipt on paper says what it proves and what it does not") {
    const std::string text = joined(receipt_text(receipt(), Language::english));
    CHECK(has(text, "the board and 2 of 3 witnesses; 2 are needed"));
    CHECK(has(text, "The signatures are in the file my.receipt and not in this text"));
    CHECK(has(text, "It tells nobody how you voted."));
    CHECK_FALSE(has(text, "NOT CHECKED"));
    auto few = receipt();
    few.witnesses->signed_so_far = 1;
    CHECK(has(joined(receipt_text(few, Language::english)), "NOT CHECKED: whether others see"));
    CHECK(has(receipt_sheet(few, Language::english), "NOT CHECKED: whether others see"));
    auto alone = receipt();
    alone.witnesses.reset();
    alone.board.clear();
    const std::string plain = receipt_text(alone, Language::english);
    CHECK(has(plain, "Signed by         the board\n"));
    CHECK_FALSE(has(plain, "https"));
}

TEST_CASE("a sheet says in each language what the text says and needs nothing else") {
    const Place utc("UTC0");
    for (const Language language : all_languages) {
        const std::string sheet = receipt_sheet(receipt(), language);
        CHECK_FALSE(skeleton(sheet).empty());
        CHECK_FALSE(has(sheet, "src="));
        CHECK_FALSE(has(sheet, "<script"));
        CHECK_FALSE(has(sheet, "url("));
        CHECK(has(sheet, "default-src 'none'"));
        CHECK(has(sheet, "<html lang=\"" + std::string(language_tag(language)) + "\">"));
        const std::string text = joined(receipt_text(receipt(), language));
        for (const std::string_view element :
             {"<dd class=\"short\">", "<dd class=\"long\">", "<h2>", "<p>"}) {
            const std::string part(
                trim(written(std::string(between(sheet, element, "</")) + "<br>")));
            INFO(part);
            CHECK_FALSE(part.empty());
            CHECK(has(text, part));
        }
    }
    CHECK(receipt_sheet(receipt(), Language::kyrgyz) !=
          receipt_sheet(receipt(), Language::russian));
}

TEST_CASE("attack 35 what a title or a file is called harms no receipt") {
    auto facts = receipt();
    facts.title = "<script>alert(1)</script>\x1b[2J\u202e";
    facts.file = "a\"'&<b>\n.receipt";
    for (const Language language : all_languages) {
        const std::string sheet = receipt_sheet(facts, language);
        CHECK_FALSE(skeleton(sheet).empty());
        CHECK_FALSE(has(sheet, "<script"));
        CHECK_FALSE(has(sheet, "<b>"));
        const std::string text = receipt_text(facts, language);
        for (const std::string& one : {sheet, text}) {
            CHECK_FALSE(has(one, "\x1b"));
            CHECK_FALSE(has(one, "\u202e"));
            CHECK_FALSE(has(one, "\n.receipt"));
        }
    }
}

TEST_CASE("a scanner reads on a sheet what finds the ballot and which log it was in") {
    const std::string values = "f=" + receipt().fingerprint + "&t=" + receipt().tracker +
                               "&i=16&n=120&h=" + receipt().root;
    const std::string with_board = "https://board.example.kg#" + values;
    CHECK(receipt_link(receipt()) == with_board);
    CHECK(scan(draw_square(receipt_sheet(receipt(), Language::russian), 4)) ==
          std::vector<std::string>{with_board});
    auto facts = receipt();
    facts.board.clear();
    CHECK(scan(draw_square(receipt_sheet(facts, Language::kyrgyz), 4)) ==
          std::vector<std::string>{values});
    facts.index = facts.size = INT64_MAX;
    facts.board = "https://" + std::string(492, 'x');
    CHECK(scan(draw_square(receipt_sheet(facts, Language::english), 4)) ==
          std::vector<std::string>{receipt_link(facts)});
    CHECK(has(receipt_link(facts), "xxx#f="));
    facts.board += "x";
    CHECK(receipt_link(facts).starts_with("f="));
}

TEST_CASE("times are written as people write them where they are") {
    const auto text = [](std::int64_t time, Language language = Language::english) {
        return local_time_text(time, language);
    };
    {
        const Place bishkek("<+06>-6");
        CHECK(text(1'893'484'800) == "2030-01-01 14:00 (UTC+06:00)");
        CHECK(text(1'893'484'800, Language::kyrgyz) == "01.01.2030 14:00 (UTC+06:00)");
        CHECK(text(1'893'484'800, Language::russian) == "01.01.2030 14:00 (UTC+06:00)");
    }
    {
        const Place newfoundland("<-0330>3:30");
        CHECK(text(1'893'484'800) == "2030-01-01 04:30 (UTC-03:30)");
    }
    const Place utc("UTC0");
    CHECK(text(0) == "1970-01-01 00:00 (UTC+00:00)");
    CHECK(text(253'402'300'799) == "9999-12-31 23:59 (UTC+00:00)");
    CHECK(text(253'402'300'800) == "253402300800");
    CHECK(text(INT64_MAX) == std::to_string(INT64_MAX));
    CHECK(text(INT64_MIN) == std::to_string(INT64_MIN));
}

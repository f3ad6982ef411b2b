// SPDX-License-Identifier: Apache-2.0
#include "page/receipts.h"

#include "base/text.h"
#include "html.h"
#include "qr.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

namespace evote::page {

namespace {

using texts::Language;

constexpr std::size_t text_columns = 78;
constexpr std::size_t longest_address = 500; // that a QR code may have besides the rest

constexpr std::string_view sheet_rules = R"(
@page{size:A4;margin:12mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:186mm;font:9pt/1.3 "DejaVu Sans","Noto Sans",Arial,sans-serif;color:#000;overflow-wrap:anywhere}
h1{font-size:14pt;margin:0 0 2mm;border-bottom:.5mm solid #000;padding-bottom:1mm}
.qr{float:right;width:46mm;height:46mm;margin:0 0 1mm 4mm}
dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:.8mm 4mm}
dt{font-weight:bold}
dd{margin:0}
.short{font:bold 15pt/1.2 "DejaVu Sans Mono",monospace}
.long{font:8pt/1.3 "DejaVu Sans Mono",monospace}
.notes{clear:both;display:flex;flex-wrap:wrap;gap:2mm 6mm;margin-top:2mm;font-size:8pt;line-height:1.25}
.notes div{flex:1}
.notes div:last-child{flex:0 0 100%}
h2{font-size:9pt;margin:0 0 1mm}
p{margin:0 0 1mm}
)";

// A line of the table: what it is, its value, and the class of the value in a sheet.
struct Row {
    Message name;
    std::string value;
    std::string_view look{};
};

// A text, and the command that it leads to.
struct Paragraph {
    Message text;
    std::string command{};
};

struct Section {
    Message heading;
    std::vector<Paragraph> texts;
};

bool has_too_few(const ReceiptFacts& facts) {
    return facts.witnesses && facts.witnesses->signed_so_far < facts.witnesses->needed;
}

Message signers(const ReceiptFacts& facts) {
    if (!facts.witnesses)
        return msg("the board");
    return msg("the board and {0} of {1} witnesses; {2} are needed", facts.witnesses->signed_so_far,
               facts.witnesses->all, facts.witnesses->needed);
}

std::vector<Row> rows_of(const ReceiptFacts& facts, Language language) {
    const auto in_words = [&](const Message& message) {
        return texts::translate(message, language);
    };
    std::vector<Row> out{
        {msg("Election"), facts.title + " (" + facts.id + ")"},
        {msg("Fingerprint"), facts.spoken, "long"},
        {msg("Short tracker"), facts.short_tracker, "short"},
        {msg("Tracker"), facts.tracker, "long"},
        {msg("Place in the log"),
         in_words(msg("entry {0}; entries in the log then: {1}", facts.index, facts.size))},
        {msg("Signed by"), in_words(signers(facts))},
    };
    if (facts.witnesses && facts.witnesses->latest)
        out.push_back(
            {msg("Witnesses' time"), local_time_text(*facts.witnesses->latest, language)});
    if (!facts.board.empty())
        out.push_back({msg("Board"), facts.board});
    out.push_back({msg("Written"), in_words(msg("{0}, by this computer's clock",
                                                local_time_text(facts.time, language)))});
    return out;
}

std::vector<Section> sections_of(const ReceiptFacts& facts) {
    Section proves{
        msg("What it proves"),
        {{msg("The board has signed that it has exactly this ballot at this place. The signatures "
              "are in the file {0} and not in this text: keep the file. If the ballot is not there "
              "later, the file is evidence against the board.",
              facts.file)}}};
    if (has_too_few(facts))
        proves.texts.push_back(
            {msg("NOT CHECKED: whether others see the board as this computer did. Too few "
                 "witnesses have signed so far: check the file again later.")});
    return {
        std::move(proves),
        {msg("What it does not prove"),
         {{msg("It tells nobody how you voted. It does not say that this ballot counts: where "
               "voters may vote again, a later one may count instead.")},
          {msg("Whoever sees it can find your ballot in the log, and see whether you vote "
               "again.")}}},
        {msg("How to check it"),
         {{msg("The fingerprint F must be the one that was announced. With a copy of the record, "
               "on any computer and without a network:"),
           "evote-board check-receipt RECORD " + facts.file + " --fingerprint F"},
          {msg("Without the file the whole tracker finds the ballot:"),
           "evote-board receipt RECORD --tracker TRACKER --out FILE"}}},
    };
}

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

// Appends words to a line that has begun, in further lines where it gets too long.
void put_wrapped(std::string& out, std::string_view text, std::size_t at, std::size_t indent) {
    bool first = true;
    for (const std::string_view word : split(text, ' ')) {
        if (!first && at + 1 + width_of(word) > text_columns) {
            out += "\n" + std::string(indent, ' ');
            at = indent;
        } else if (!first) {
            out += " ";
            ++at;
        }
        out += word;
        at += width_of(word);
        first = false;
    }
    out += "\n";
}

} // namespace

std::string receipt_link(const ReceiptFacts& facts) {
    std::string out;
    if (!facts.board.empty() && facts.board.size() <= longest_address)
        out = facts.board + "#";
    return out + "f=" + facts.fingerprint + "&t=" + facts.tracker +
           "&i=" + std::to_string(facts.index) + "&n=" + std::to_string(facts.size) +
           "&h=" + facts.root;
}

std::string receipt_text(const ReceiptFacts& facts, Language language) {
    const auto in_words = [&](const Message& message) {
        return printable(texts::translate(message, language));
    };
    const auto rows = rows_of(facts, language);
    std::size_t widest = 0;
    for (const Row& row : rows)
        widest = std::max(widest, width_of(in_words(row.name)));
    std::string out = in_words(msg("Receipt of a ballot")) + "\n\n";
    for (const Row& row : rows) {
        const std::string name = in_words(row.name);
        const std::string value = printable(row.value);
        out += name;
        if (value.find(' ') == value.npos && widest + 2 + width_of(value) > text_columns) {
            out += "\n  " + value + "\n"; // which is to be copied as a whole
            continue;
        }
        out += std::string(widest - width_of(name) + 2, ' ');
        put_wrapped(out, value, widest + 2, widest + 2);
    }
    for (const Section& section : sections_of(facts)) {
        out += "\n" + in_words(section.heading) + "\n";
        for (const Paragraph& one : section.texts) {
            out += "  ";
            put_wrapped(out, in_words(one.text), 2, 2);
            if (!one.command.empty())
                out += "    " + printable(one.command) + "\n";
        }
    }
    return out;
}

std::string receipt_sheet(const ReceiptFacts& facts, Language language) {
    const std::string heading = say(msg("Receipt of a ballot"), language);
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"" + std::string(texts::language_tag(language)) +
        "\"><head><meta charset=\"utf-8\"><meta "
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\"><title>" +
        heading + " · " + escaped(printable(facts.title)) + "</title><style>" +
        std::string(sheet_rules) + "</style></head><body>\n<h1>" + heading + "</h1>\n";
    out += text_of(qr_svg(bytes_of(receipt_link(facts))).expose());
    out += "\n<dl>";
    for (const Row& row : rows_of(facts, language))
        out += "<dt>" + say(row.name, language) + "</dt><dd class=\"" + std::string(row.look) +
               "\">" + escaped(printable(row.value)) + "</dd>\n";
    out += "</dl>\n<div class=\"notes\">";
    for (const Section& section : sections_of(facts)) {
        out += "<div><h2>" + say(section.heading, language) + "</h2>";
        for (const Paragraph& one : section.texts) {
            out += "<p>" + escaped(printable(texts::translate(one.text, language))) + "</p>";
            if (!one.command.empty())
                out += "<p class=\"long\">" + escaped(printable(one.command)) + "</p>";
        }
        out += "</div>\n";
    }
    return out + "</div></body></html>\n";
}

std::string local_time_text(std::int64_t unix_seconds, Language language) {
    const auto time = static_cast<std::time_t>(unix_seconds);
    std::tm parts{};
    if (::localtime_r(&time, &parts) == nullptr || parts.tm_year < -1899 || parts.tm_year > 8099)
        return std::to_string(unix_seconds);
    const long minutes = parts.tm_gmtoff / 60;
    const long ahead = minutes < 0 ? -minutes : minutes;
    std::array<char, 96> day{};
    std::array<char, 64> rest{};
    if (language == Language::english)
        (void)std::snprintf(day.data(), day.size(), "%04d-%02d-%02d", parts.tm_year + 1900,
                            parts.tm_mon + 1, parts.tm_mday);
    else
        (void)std::snprintf(day.data(), day.size(), "%02d.%02d.%04d", parts.tm_mday,
                            parts.tm_mon + 1, parts.tm_year + 1900);
    (void)std::snprintf(rest.data(), rest.size(), " %02d:%02d (UTC%c%02ld:%02ld)", parts.tm_hour,
                        parts.tm_min, minutes < 0 ? '-' : '+', ahead / 60, ahead % 60);
    return std::string(day.data()) + rest.data();
}

} // namespace evote::page

// SPDX-License-Identifier: Apache-2.0
#include "page/letters.h"

#include "html.h"
#include "qr.h"

namespace evote::page {

namespace {

using texts::Language;

constexpr std::string_view style = R"(
@page{size:A4;margin:0}
*{box-sizing:border-box}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;font:10pt/1.35 "DejaVu Sans","Noto Sans",Arial,sans-serif;color:#000}
section{position:relative;width:210mm;height:297mm;overflow:hidden;break-after:page;page-break-after:always;break-inside:avoid}
section:last-of-type{break-after:auto;page-break-after:auto}
.third{position:absolute;left:0;width:210mm;height:99mm;padding:8mm 15mm;overflow:hidden}
.top{top:0}.middle{top:99mm;border-top:.2mm dashed #888}.bottom{top:198mm;border-top:.2mm dashed #888;padding-top:5mm}
.band{position:absolute;left:0;top:0;width:210mm;height:26mm;background:var(--c);color:#fff;padding:3mm 15mm;display:flex;align-items:center;gap:7mm}
.band b{font-size:56pt;line-height:1}
.band span{display:block;font-weight:bold;font-size:11pt}
.band i{margin-left:auto;display:flex;gap:3mm}
.band i u{width:6mm;height:20mm;background:#fff}
.title{position:absolute;left:15mm;right:15mm;top:30mm;font-size:9pt;max-height:22mm;overflow:hidden}
.name{position:absolute;left:20mm;top:58mm;width:110mm;max-height:34mm;overflow:hidden;font-size:15pt;font-weight:bold;overflow-wrap:anywhere}
.code{position:absolute;left:15mm;top:21mm;width:118mm;padding:5mm;border:1mm var(--l) var(--c);font:bold 23pt/1.45 "DejaVu Sans Mono",monospace;display:flex;flex-wrap:wrap;column-gap:7mm}
.qr{position:absolute;right:15mm;top:21mm;width:54mm;height:54mm}
.head{position:absolute;left:15mm;top:6mm;font-size:9pt}
.mark{position:absolute;left:15mm;top:80mm;right:15mm;font-size:9pt}
.mark b{font-family:"DejaVu Sans Mono",monospace}
.steps{display:flex;gap:6mm}
.steps div{width:56mm;font-size:7.8pt;line-height:1.25;overflow-wrap:anywhere}
.steps h2{font-size:9pt;margin:0 0 1mm;color:var(--c)}
.steps ol{margin:0;padding-left:4mm}
.steps li{margin-bottom:.8mm}
.call{position:absolute;left:15mm;width:118mm;top:60mm;max-height:18mm;overflow:hidden;font-size:10pt;font-weight:bold;overflow-wrap:anywhere}
)";

// An element in every language.
std::string in_all(std::string_view element, const Message& message) {
    std::string out;
    for (const Language language : languages)
        out += "<" + std::string(element) + " lang=\"" +
               std::string(texts::language_tag(language)) + "\">" + say(message, language) + "</" +
               std::string(element) + ">";
    return out;
}

std::string band(const LetterFacts& facts) {
    std::string out = "<div class=\"band\"><b>" + std::to_string(facts.registrar) + "</b><div>" +
                      in_all("span", msg("Letter {0} of {1}: the code of registrar {0}",
                                         facts.registrar, facts.registrars)) +
                      "</div><i>";
    for (unsigned i = 0; i < facts.registrar; ++i)
        out += "<u></u>";
    return out + "</i></div>";
}

std::string titles(const LetterFacts& facts) {
    std::string out = "<div class=\"title\">";
    for (std::size_t i = 0; i < languages.size(); ++i)
        if (i == 0 || facts.title[i] != facts.title[i - 1])
            out += "<div lang=\"" + std::string(texts::language_tag(languages[i])) + "\">" +
                   escaped(facts.title[i]) + "</div>";
    return out + "</div>";
}

std::string what_to_do(const LetterFacts& facts, Language language) {
    const auto item = [&](const Message& message) {
        return "<li>" + say(message, language) + "</li>";
    };
    std::string out = "<div lang=\"" + std::string(texts::language_tag(language)) + "\"><h2>" +
                      say(msg("How to vote"), language) + "</h2><ol>";
    if (facts.registrars > 1)
        out += item(msg("You need {0} letters like this one, with different numbers and colours, "
                        "one from each registrar. Wait until you have all of them.",
                        facts.registrars));
    out += facts.page.empty()
               ? item(msg("Type the code where you vote. Small letters are as good as capitals."))
               : item(msg("Scan the square, or open {0} and type the code there. Small letters are "
                          "as good as capitals.",
                          facts.page));
    out += item(msg("Check that the fingerprint which is shown there is the one in this letter and "
                    "the one that was announced."));
    out += item(msg("Show your codes to nobody: whoever has all of them can vote for you. Nobody "
                    "may ask you for them."));
    out += item(msg("If this letter is not for you or was open when it came, or if you lose it, "
                    "call at once."));
    return out + "</ol></div>";
}

std::string make_before(const LetterFacts& facts) {
    return "<section><div class=\"third top\">" + band(facts) + titles(facts) +
           "<div class=\"name\">";
}

std::string make_after(const LetterFacts& facts) {
    std::string out;
    if (!facts.call.empty())
        out += "<div class=\"call\">☎ " + escaped(facts.call) + "</div>";
    out += "<div class=\"mark\">";
    for (const Language language : languages)
        out += (language == languages.front() ? "" : " · ") +
               say(msg("Fingerprint of the election"), language);
    out += "<br><b>" + escaped(facts.spoken) +
           "</b></div></div><div class=\"third bottom\"><div "
           "class=\"steps\">";
    for (const Language language : languages)
        out += what_to_do(facts, language);
    return out + "</div></div></section>\n";
}

} // namespace

SecretBytes letter_link(const LetterFacts& facts, ByteView code) {
    SecretBytes out;
    if (!facts.page.empty())
        put(out, facts.page + "#");
    put(out, "f=" + facts.fingerprint + "&r=" + std::to_string(facts.registrar) + "&c=");
    out.append(code);
    return out;
}

Letters::Letters(LetterFacts facts)
    : facts_(std::move(facts)), before_(make_before(facts_)), after_(make_after(facts_)) {
    put(out_, "<!DOCTYPE html>\n<html lang=\"ky\"><head><meta charset=\"utf-8\"><meta "
              "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
              "'unsafe-inline'\"><title>" +
                  escaped(facts_.title.front()) + " · " + std::to_string(facts_.registrar) +
                  "</title><style>" + std::string(style) + registrar_look(facts_.registrar) +
                  "</style></head><body>\n");
}

void Letters::add(std::string_view voter, ByteView code, LetterCode which) {
    put(out_, before_);
    put(out_, escaped(voter));
    put(out_, "</div></div><div class=\"third middle\"><div class=\"head\">");
    put(out_, in_all("div", which == LetterCode::first
                                ? msg("Your code from registrar {0}:", facts_.registrar)
                                : msg("Your new code from registrar {0}. The earlier one is valid "
                                      "no longer.",
                                      facts_.registrar)));
    put(out_, "</div><div class=\"code\">");
    put_groups(out_, code);
    put(out_, "</div>");
    out_.append(qr_svg(letter_link(facts_, code).expose()).expose());
    put(out_, after_);
}

SecretBytes Letters::finish() && {
    put(out_, "</body></html>\n");
    return std::move(out_);
}

} // namespace evote::page

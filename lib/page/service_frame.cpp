// SPDX-License-Identifier: Apache-2.0
#include "service_frame.h"

#include "html.h"

#include <algorithm>

namespace evote::page {

namespace {

constexpr std::string_view service_rules = R"(
*{box-sizing:border-box}
body{margin:0 auto;max-width:42rem;padding:1rem;font:1.1rem/1.5 "DejaVu Sans","Noto Sans",Arial,sans-serif;color:#000;background:#fff;overflow-wrap:anywhere}
h1{display:flex;align-items:flex-start;font-size:1.3rem;border-bottom:.3rem var(--l) var(--c);padding-bottom:.5rem}
h1 b{flex:none;min-width:2.4rem;text-align:center;background:var(--c);color:#fff;margin-right:.6rem}
nav{text-align:right}nav a{margin-left:1rem}
button,.button{display:inline-block;font:inherit;padding:.5rem 1rem;border:.1rem solid var(--c);background:var(--c);color:#fff;text-decoration:none;cursor:pointer}
details button,.leave button{background:#fff;color:var(--c)}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:flex-end;margin:1rem 0}
label{flex:1 1 16rem}
input,select{font:inherit;padding:.4rem;width:100%;border:.1rem solid #555}
summary{padding:.4rem 0;cursor:pointer}
.code{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:1rem;border:.25rem var(--l) var(--c);font:bold 1.7rem/1.4 "DejaVu Sans Mono",monospace}
.notice{padding:.6rem;border:.15rem solid #9a3412}
.qr{width:14rem;height:14rem;display:block}
article,.leave{border-top:.1rem solid #999;padding-top:.8rem}
article form{margin:.6rem 0}
)";

std::string_view native_name(texts::Language language) {
    switch (language) {
    case texts::Language::kyrgyz:
        return "Кыргызча";
    case texts::Language::russian:
        return "Русский";
    case texts::Language::english:
        break;
    }
    return "English";
}

const std::string& title_of(const PageFrame& frame) {
    const auto place = std::ranges::find(languages, frame.language) - languages.begin();
    return frame.facts.title[static_cast<std::size_t>(place)];
}

} // namespace

std::string service_style(std::uint8_t registrar) {
    return std::string(service_rules) + registrar_look(registrar);
}

std::string with_language(std::string_view path, texts::Language language) {
    return std::string(path) + "?lang=" + std::string(texts::language_tag(language));
}

std::string hidden_field(std::string_view name, std::string_view value) {
    return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + escaped(value) +
           "\">";
}

std::string language_field(const PageFrame& frame) {
    return hidden_field("lang", texts::language_tag(frame.language));
}

std::string form_fields(const PageFrame& frame, std::string_view token) {
    return language_field(frame) + hidden_field("token", token);
}

std::string frame_head(const PageFrame& frame) {
    return "<!DOCTYPE html>\n<html lang=\"" + std::string(texts::language_tag(frame.language)) +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" "
           "content=\"noindex\"><title>" +
           escaped(title_of(frame)) + " · " + std::to_string(frame.facts.registrar) +
           "</title><style>" + service_style(frame.facts.registrar) + "</style></head><body>";
}

std::string frame_title(const PageFrame& frame) {
    return "<h1><b>" + std::to_string(frame.facts.registrar) + "</b>" + escaped(title_of(frame)) +
           "</h1>";
}

std::string frame_call(const PageFrame& frame) {
    return frame.facts.call.empty() ? std::string() : "<p>☎ " + escaped(frame.facts.call) + "</p>";
}

std::string frame_begin(const PageFrame& frame, std::string_view here) {
    std::string out = frame_head(frame);
    if (!here.empty()) {
        out += "<nav>";
        for (const auto language : languages)
            if (language != frame.language)
                out += "<a lang=\"" + std::string(texts::language_tag(language)) + "\" href=\"" +
                       with_language(here, language) + "\">" + std::string(native_name(language)) +
                       "</a>";
        out += "</nav>";
    }
    return out + "<main>" + frame_title(frame);
}

std::string frame_end(const PageFrame& frame) {
    return frame_call(frame) + "</main></body></html>\n";
}

} // namespace evote::page

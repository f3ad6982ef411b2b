// SPDX-License-Identifier: Apache-2.0
#include "html.h"

namespace evote::page {

namespace {

constexpr std::array<std::string_view, 8> colours{"#12407a", "#9a3412", "#166534", "#6b21a8",
                                                  "#854d0e", "#9d174d", "#155e75", "#3f3f46"};

} // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string say(const Message& message, texts::Language language) {
    return escaped(texts::translate(message, language));
}

void put(SecretBytes& out, std::string_view text) {
    out.append(bytes_of(text));
}

void put_groups(SecretBytes& out, ByteView code) {
    std::string_view rest = text_of(code);
    while (!rest.empty()) {
        put(out, "<span>");
        const std::size_t end = rest.find('-');
        put(out, rest.substr(0, end));
        put(out, "</span>");
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
}

std::string registrar_look(std::uint8_t registrar) {
    const std::string colour(colours[(registrar - 1U) % colours.size()]);
    return ":root{--c:" + colour + ";--l:" + (registrar % 2 == 1 ? "solid" : "dashed") + "}";
}

} // namespace evote::page

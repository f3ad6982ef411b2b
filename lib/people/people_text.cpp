// SPDX-License-Identifier: Apache-2.0
#include "people/people_text.h"

#include "base/text.h"
#include "evote/check.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace evote::people {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
// No character stands for more than four others, and each byte is at most one character.
constexpr std::size_t most_parts = 4;

bool is_utf16(std::string_view text) {
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

// What the letters of a text would be in the two encodings of old Russian systems: in the right one
// nearly all bytes above ASCII are letters, in the other one half of them.
std::string_view probable_encoding(std::string_view text) {
    if (is_utf16(text))
        return "UTF-16";
    std::size_t high = 0;
    std::size_t windows = 0;
    std::size_t dos = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        high += byte >= 0x80 ? 1 : 0;
        windows += byte >= 0xC0 || byte == 0xA8 || byte == 0xB8 ? 1 : 0;
        dos += (byte >= 0x80 && byte <= 0xAF) || (byte >= 0xE0 && byte <= 0xF1) ? 1 : 0;
    }
    if (10 * std::max(windows, dos) < 9 * high)
        return {};
    return windows >= dos ? "Windows-1251" : "CP866";
}

std::size_t first_bad_line(std::string_view text) {
    std::size_t number = 1;
    for (const auto line : split(text, '\n')) {
        if (!is_utf8(line))
            return number;
        ++number;
    }
    return number;
}

Error not_utf8(std::string_view text) {
    const std::string encoding(probable_encoding(text));
    const Message said = encoding.empty()
                             ? msg("this is not text in UTF-8; save the file as UTF-8")
                             : msg("this text is in {0}; save the file as UTF-8", encoding);
    return {ErrorCode::malformed, said, {}, {msg("line {0}", first_bad_line(text))}};
}

// Up to the first white space.
std::string_view first_word(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t next = end + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
            ++next;
        if (has_white_space(text.substr(end, next - end)))
            break;
        end = next;
    }
    return text.substr(0, end);
}

// ASCII and the plain letters of Russian and Kyrgyz, which have one form whatever is beside them.
bool is_plain(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80)
            continue;
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        if (byte != 0xD0 && byte != 0xD1 && (byte != 0xD2 || next < 0x8A)) // before it are marks
            return false;
        ++i;
    }
    return true;
}

} // namespace

Result<std::string_view> people_text(ByteView file) {
    std::string_view text = text_of(file);
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    if (!is_utf8(text))
        return fail(not_utf8(text));
    return text;
}

Outcome check_separators(std::string_view line) {
    if (line.find(',') != std::string_view::npos)
        return {};
    if (line.find(';') != std::string_view::npos)
        return fail(ErrorCode::malformed,
                    msg("the fields are separated by semicolons; save the list with commas"));
    if (line.find('\t') != std::string_view::npos)
        return fail(ErrorCode::malformed,
                    msg("the fields are separated by tabs; save the list with commas"));
    return {};
}

Outcome check_unquoted(std::string_view line) {
    if (line.find('"') != std::string_view::npos)
        return fail(ErrorCode::malformed,
                    msg("there are quotation marks in this line; save the list without them"));
    return {};
}

SecretBytes composed(ByteView text) {
    constexpr auto form = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const WipedStack wiped;
    SecretVector<std::int32_t> characters(most_parts * text.size());
    auto* const place = characters.expose().data();
    auto size = utf8proc_decompose(text.data(), static_cast<utf8proc_ssize_t>(text.size()), place,
                                   static_cast<utf8proc_ssize_t>(characters.size()), form);
    EVOTE_CHECK(size >= 0 && static_cast<std::size_t>(size) <= characters.size());
    size = utf8proc_normalize_utf32(place, size, form);
    EVOTE_CHECK(size >= 0);
    SecretBytes out;
    for (const auto character : characters.expose().first(static_cast<std::size_t>(size))) {
        Secret<ByteArray<4>> bytes;
        const auto length = utf8proc_encode_char(character, bytes.expose().data());
        out.append(ByteView(bytes.expose()).first(static_cast<std::size_t>(length)));
    }
    return out;
}

std::string composed(std::string_view text) {
    return to_string(composed(bytes_of(text)).expose());
}

std::string comparable_name(std::string_view name) {
    std::string out;
    std::string_view rest = trim(name);
    while (!rest.empty()) {
        const std::string_view word = first_word(rest);
        if (!out.empty())
            out += ' ';
        out += word;
        rest = trim(rest.substr(word.size()));
    }
    return is_plain(out) ? out : composed(std::string_view(out));
}

std::string folded_name(std::string_view name) {
    constexpr auto form =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const std::string plain = comparable_name(name);
    std::vector<std::int32_t> characters(most_parts * plain.size());
    auto size = utf8proc_decompose(bytes_of(plain).data(),
                                   static_cast<utf8proc_ssize_t>(plain.size()), characters.data(),
                                   static_cast<utf8proc_ssize_t>(characters.size()), form);
    EVOTE_CHECK(size >= 0 && static_cast<std::size_t>(size) <= characters.size());
    size = utf8proc_normalize_utf32(characters.data(), size, form);
    EVOTE_CHECK(size >= 0);
    std::string out;
    for (utf8proc_ssize_t i = 0; i < size; ++i) {
        ByteArray<4> bytes{};
        const auto length =
            utf8proc_encode_char(characters[static_cast<std::size_t>(i)], bytes.data());
        out += text_of(ByteView(bytes).first(static_cast<std::size_t>(length)));
    }
    return out;
}

// U+0400 to U+04FF.
bool has_cyrillic(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xD0 && byte <= 0xD3;
    });
}

} // namespace evote::people

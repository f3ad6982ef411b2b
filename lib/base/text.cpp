// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include "evote/check.h"

#include <algorithm>
#include <array>

namespace evote {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The value of each digit; 255 for any other byte. A table, because branches on random digits are
// slow.
constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
    std::array<std::uint8_t, 256> values{};
    values.fill(255);
    for (std::size_t i = 0; i < digits.size(); ++i)
        values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    return values;
}

constexpr auto hex_values = values_of(hex_digits);
constexpr auto base64_values = values_of(base64_digits);

std::uint8_t hex_value(char c) {
    return hex_values[static_cast<unsigned char>(c)];
}

struct CodePoint {
    char32_t value;
    std::size_t size; // bytes; 0: ill-formed
};

// RFC 3629: no overlong forms, no surrogates, at most U+10FFFF.
CodePoint decode_utf8(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80)
        return {first, 1};
    if (first >= 0xC2 && first <= 0xDF && continues(1))
        return {((first & 0x1FU) << 6) | (byte(1) & 0x3FU), 2};
    if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
        const char32_t value =
            ((first & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);
        const bool well_formed = value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
        return {value, well_formed ? 3U : 0U};
    }
    if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
        const char32_t value = ((first & 0x07U) << 18) | ((byte(1) & 0x3FU) << 12) |
                               ((byte(2) & 0x3FU) << 6) | (byte(3) & 0x3FU);
        return {value, value >= 0x10000 && value <= 0x10FFFF ? 4U : 0U};
    }
    return {0, 0};
}

struct CodePointRange {
    char32_t first;
    char32_t last;
};

// Control characters (C0, DEL, C1), line and paragraph separators, bidirectional controls, and
// invisible characters: Unicode's Default_Ignorable_Code_Point, and two blanks that are not in
// White_Space.
constexpr std::array<CodePointRange, 20> treacherous{{
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x2800, 0x2800}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
}};

bool is_treacherous(char32_t c) {
    return std::any_of(treacherous.begin(), treacherous.end(), [c](const CodePointRange& range) {
        return c >= range.first && c <= range.last;
    });
}

// Unicode's White_Space.
bool is_white_space(char32_t c) {
    return (c >= 0x0009 && c <= 0x000D) || c == ' ' || c == 0x0085 || c == 0x00A0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

// Of a text that is not empty; size 0 if its end is ill-formed.
CodePoint last_code_point(std::string_view text) {
    for (std::size_t size = 1; size <= std::min<std::size_t>(4, text.size()); ++size) {
        const CodePoint point = decode_utf8(text.substr(text.size() - size));
        if (point.size == size)
            return point;
    }
    return {0, 0};
}

// \x{0A}, \u{202E}: with at least `digits` upper-case digits.
std::string escaped(char kind, std::uint32_t value, std::size_t digits) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string number;
    for (; value != 0 || number.size() < digits; value >>= 4)
        number.insert(number.begin(), hex[value & 15U]);
    return std::string{'\\', kind, '{'} + number + '}';
}

} // namespace

std::string hex_encode(ByteView bytes) {
    std::string out;
    out.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        out += hex_digits[byte >> 4];
        out += hex_digits[byte & 15];
    }
    return out;
}

bool hex_decode_to(std::string_view text, MutableByteView out) {
    if (text.size() != 2 * out.size())
        return false;
    unsigned all = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const unsigned high = hex_value(text[2 * i]);
        const unsigned low = hex_value(text[2 * i + 1]);
        all |= high | low;
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return all < 16;
}

std::optional<Bytes> hex_decode(std::string_view text) {
    Bytes out(text.size() / 2);
    if (!hex_decode_to(text, out))
        return std::nullopt;
    return out;
}

std::string base64_encode(ByteView bytes, Base64Padding padding) {
    std::string out;
    out.reserve(4 * ((bytes.size() + 2) / 3));
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t size = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (i < size ? bytes[at + i] : 0U);
        for (std::size_t i = 0; i <= size; ++i)
            out += base64_digits[group >> (18 - 6 * i) & 63];
    }
    if (padding == Base64Padding::required)
        out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::optional<Bytes> base64_decode(std::string_view text, Base64Padding padding) {
    Bytes out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned count = 0; // of bits that are not in `out` yet
    for (const char c : text.substr(0, text.find('='))) {
        const std::uint8_t value = base64_values[static_cast<unsigned char>(c)];
        if (value == 255)
            return std::nullopt;
        bits = bits << 6 | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    // One text for each value: correct padding, and no nonzero trailing bits.
    if (base64_encode(out, padding) != text)
        return std::nullopt;
    return out;
}

std::optional<std::uint64_t> decimal_decode(std::string_view text, std::uint64_t largest) {
    if (text.empty() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return std::nullopt;
        value = value * 10 + digit;
    }
    if (value > largest)
        return std::nullopt;
    return value;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        if (point.size == 0)
            return false;
        text.remove_prefix(point.size);
    }
    return true;
}

bool has_white_space(std::string_view text) {
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        if (point.size != 0 && is_white_space(point.value))
            return true;
        text.remove_prefix(std::max<std::size_t>(1, point.size));
    }
    return false;
}

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        if (point.size == 0) {
            out += escaped('x', static_cast<unsigned char>(text.front()), 2);
            text.remove_prefix(1);
            continue;
        }
        if (is_treacherous(point.value))
            out += escaped('u', static_cast<std::uint32_t>(point.value), 4);
        else
            out += text.substr(0, point.size);
        text.remove_prefix(point.size);
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view trim(std::string_view text) {
    for (;;) {
        const CodePoint first = decode_utf8(text);
        if (text.empty() || first.size == 0 || !is_white_space(first.value))
            break;
        text.remove_prefix(first.size);
    }
    while (!text.empty()) {
        const CodePoint last = last_code_point(text);
        if (last.size == 0 || !is_white_space(last.value))
            break;
        text.remove_suffix(last.size);
    }
    return text;
}

} // namespace evote

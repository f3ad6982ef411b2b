// SPDX-License-Identifier: Apache-2.0
#include "http/form.h"

#include "base/text.h"

#include <algorithm>

namespace evote::http {
namespace {

enum class Plus { itself, space };

bool is_letter_or_digit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

int digit_of(char letter) {
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    const int lower = letter | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The character after the '%' at this place; nothing if there are no two digits.
std::optional<char> triplet_at(std::string_view text, std::size_t place) {
    if (text.size() - place < 3)
        return std::nullopt;
    const int high = digit_of(text[place + 1]);
    const int low = digit_of(text[place + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0))
        return std::nullopt;
    return static_cast<char>(high * 16 + low);
}

std::optional<std::string> decode(std::string_view text, Plus plus) {
    std::string out;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const char letter = text[place];
        if (letter <= ' ' || letter > '~')
            return std::nullopt;
        if (letter == '%') {
            const auto decoded = triplet_at(text, place);
            if (!decoded)
                return std::nullopt;
            out += *decoded;
            place += 2;
        } else {
            out += letter == '+' && plus == Plus::space ? ' ' : letter;
        }
    }
    return is_utf8(out) ? std::optional(std::move(out)) : std::nullopt;
}

Failed no_form() {
    return fail(ErrorCode::malformed, msg("this is not a form as browsers send it"));
}

// RFC 6265, section 4.1.1.
bool is_cookie_letter(char letter) {
    return letter > ' ' && letter <= '~' && letter != '"' && letter != ',' && letter != ';' &&
           letter != '\\';
}

std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

Result<Form> Form::parse(std::string_view text) {
    Form form;
    if (text.empty())
        return form;
    for (const std::string_view piece : split(text, '&')) {
        const auto equals = std::min(piece.find('='), piece.size());
        auto name = decode(piece.substr(0, equals), Plus::space);
        auto value = decode(piece.substr(std::min(equals + 1, piece.size())), Plus::space);
        if (!name || name->empty() || !value)
            return no_form();
        if (form.has(*name))
            return fail(ErrorCode::malformed, msg("\"{0}\" is given twice", *name));
        form.fields_.emplace(*std::move(name), *std::move(value));
    }
    return form;
}

std::string_view Form::value(std::string_view name) const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string> percent_decode(std::string_view text) {
    return decode(text, Plus::itself);
}

std::string percent_encode(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char letter : text) {
        if (is_letter_or_digit(letter) || std::string_view("-._~").find(letter) != text.npos) {
            out += letter;
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            out += {'%', digits[byte / 16], digits[byte % 16]};
        }
    }
    return out;
}

std::string form_text(const Fields& fields) {
    std::string out;
    for (const auto& [name, value] : fields)
        out += (out.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return out;
}

std::optional<std::string> cookie(const Fields& fields, std::string_view name) {
    std::optional<std::string_view> found;
    for (const Field& one : fields) {
        if (!is_named(one, "Cookie"))
            continue;
        for (const std::string_view piece : split(one.value, ';')) {
            const auto pair = without_blanks(piece);
            const auto equals = std::min(pair.find('='), pair.size());
            if (pair.substr(0, equals) != name || equals == pair.size())
                continue;
            if (found)
                return std::nullopt;
            found = pair.substr(equals + 1);
        }
    }
    if (!found || !std::all_of(found->begin(), found->end(), is_cookie_letter))
        return std::nullopt;
    return std::string(*found);
}

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
#include "identity/form.h"

#include "base/text.h"

#include <algorithm>

namespace evote::identity {

namespace {

constexpr std::size_t longest_form = std::size_t{8} * 1024;
constexpr std::size_t most_parameters = 50;

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!is_utf8(out))
        return std::nullopt;
    return out;
}

Failed bad_form() {
    return fail(ErrorCode::malformed, msg("these are not the parameters of a request"));
}

} // namespace

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(3 * text.size()); // so that no copy of a secret is left behind
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte / 16U];
        out += digits[byte % 16U];
    }
    return out;
}

std::string form_text(const Parameters& parameters) {
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty())
            out += '&';
        out += percent_encoded(name) + "=" + percent_encoded(value);
    }
    return out;
}

Result<Parameters> parse_form(std::string_view text) {
    Parameters out;
    if (text.empty())
        return out;
    if (text.size() > longest_form ||
        std::ranges::count(text, '&') >= static_cast<std::ptrdiff_t>(most_parameters))
        return bad_form();
    for (const std::string_view part : split(text, '&')) {
        const std::size_t sign = std::min(part.find('='), part.size());
        auto name = percent_decoded(part.substr(0, sign));
        auto value = percent_decoded(part.substr(std::min(sign + 1, part.size())));
        if (!name || !value)
            return bad_form();
        if (parameter(out, *name) != nullptr)
            return fail(ErrorCode::malformed,
                        msg("the parameter {0} is there twice", printable(*name)));
        out.emplace_back(*std::move(name), *std::move(value));
    }
    return out;
}

const std::string* parameter(const Parameters& parameters, std::string_view name) {
    const auto found =
        std::ranges::find_if(parameters, [name](const auto& one) { return one.first == name; });
    return found == parameters.end() ? nullptr : &found->second;
}

} // namespace evote::identity

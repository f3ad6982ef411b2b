// SPDX-License-Identifier: Apache-2.0
#include "service/ticket_text.h"

namespace evote::service {

namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The character as it is shown; zero for one that no ticket has.
char plain_form(char typed) {
    const char upper = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 32) : typed;
    if (upper == 'I' || upper == 'L')
        return '1';
    if (upper == 'O')
        return '0';
    return digits.find(upper) == std::string_view::npos ? '\0' : upper;
}

} // namespace

TicketText TicketText::draw(crypto::Random& random) {
    TicketText out;
    random.fill(out.text_.expose());
    for (auto& byte : out.text_.expose())
        byte = static_cast<std::uint8_t>(digits[byte % digits.size()]);
    return out;
}

std::optional<TicketText> TicketText::parse(std::string_view typed) {
    TicketText out;
    std::size_t count = 0;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n')
            continue;
        const char plain = plain_form(c);
        if (plain == '\0' || count == characters)
            return std::nullopt;
        out.text_.expose()[count++] = static_cast<std::uint8_t>(plain);
    }
    if (count != characters)
        return std::nullopt;
    return out;
}

std::string TicketText::shown() const {
    std::string out(text_of(bytes()));
    return out.insert(characters / 2, 1, '-');
}

} // namespace evote::service

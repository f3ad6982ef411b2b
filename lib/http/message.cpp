// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>

namespace evote::http {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

std::string_view field(const Fields& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& one) { return same_name(one.name, name); });
    return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

} // namespace evote::http

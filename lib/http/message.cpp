// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>

namespace evote::http {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

} // namespace

bool is_named(const Field& field, std::string_view name) {
    return std::equal(field.name.begin(), field.name.end(), name.begin(), name.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view field(const Fields& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& one) { return is_named(one, name); });
    return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

} // namespace evote::http

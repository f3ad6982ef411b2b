// SPDX-License-Identifier: Apache-2.0
#include "board/pairing.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace evote::board {

namespace {

constexpr std::array<std::string_view, 5> roles{"alone", "first", "waiting", "second", "released"};

} // namespace

std::string Pairing::text() const {
    return fmt::format("{} {} {}", roles[static_cast<std::size_t>(role)], term, hex_encode(pair));
}

std::optional<Pairing> Pairing::parse(std::string_view text) {
    const auto parts = split(text, ' ');
    if (parts.size() != 3)
        return std::nullopt;
    const auto* const role = std::ranges::find(roles, parts[0]);
    const auto term = decimal_decode(parts[1], INT64_MAX);
    const auto pair = hex_decode_array<16>(parts[2]);
    if (role == roles.end() || !term || !pair)
        return std::nullopt;
    return Pairing{static_cast<MachineRole>(role - roles.begin()), *term, *pair};
}

} // namespace evote::board

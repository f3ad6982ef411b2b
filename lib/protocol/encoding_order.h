// SPDX-License-Identifier: Apache-2.0
// The order of many encodings, without moving them.
#pragma once

#include "evote/bytes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

/// The places 0 to count - 1 in the order of their encodings, equal ones in the order of places;
/// `at(place)` gives the 32 bytes. Needs 16 bytes for each while it sorts. Variable time.
template <class At>
std::vector<std::uint32_t> order_of_encodings(std::uint32_t count, At at) {
    struct Keyed {
        std::uint64_t key; // the first bytes: the rest hardly ever matters
        std::uint32_t place;
    };

    std::vector<Keyed> keyed;
    keyed.reserve(count);
    for (std::uint32_t place = 0; place < count; ++place)
        keyed.push_back({*ByteCursor(at(place)).take_u64(), place});
    std::ranges::sort(keyed, [&](const Keyed& a, const Keyed& b) {
        if (a.key != b.key)
            return a.key < b.key;
        const auto order = text_of(at(a.place)).compare(text_of(at(b.place)));
        return order != 0 ? order < 0 : a.place < b.place;
    });
    std::vector<std::uint32_t> out;
    out.reserve(count);
    for (const Keyed& each : keyed)
        out.push_back(each.place);
    return out;
}

/// Two places with one encoding.
struct SameEncoding {
    std::uint32_t first;
    std::uint32_t second;
};

/// The repetition that comes first in the list, if there is any.
template <class At>
std::optional<SameEncoding> first_repetition(std::span<const std::uint32_t> order, At at) {
    std::optional<SameEncoding> found;
    for (std::size_t i = 1; i < order.size(); ++i)
        if (equal(at(order[i - 1]), at(order[i])) && (!found || order[i] < found->second))
            found = SameEncoding{order[i - 1], order[i]};
    return found;
}

} // namespace evote::protocol

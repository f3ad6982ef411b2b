// SPDX-License-Identifier: Apache-2.0
#include "http/range.h"

#include "base/text.h"

#include <algorithm>

namespace evote::http {

std::variant<Range, RangeFault> parse_range(std::string_view text, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!text.starts_with(unit))
        return RangeFault::ignored;
    text.remove_prefix(unit.size());
    const auto dash = text.find('-');
    if (dash == text.npos)
        return RangeFault::ignored;
    const auto first = decimal_decode(text.substr(0, dash), INT64_MAX);
    const auto last = decimal_decode(text.substr(dash + 1), INT64_MAX);
    if (first && (last || dash + 1 == text.size())) {
        if (last && *last < *first)
            return RangeFault::ignored;
        if (*first >= size)
            return RangeFault::out_of_reach;
        return Range{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
    }
    if (dash != 0 || !last)
        return RangeFault::ignored;
    if (*last == 0 || size == 0)
        return RangeFault::out_of_reach;
    return Range{size - std::min(*last, size), std::min(*last, size)};
}

bool has_tag(std::string_view list, std::string_view tag) {
    for (std::string_view one : split(list, ',')) {
        while (one.starts_with(' '))
            one.remove_prefix(1);
        while (one.ends_with(' '))
            one.remove_suffix(1);
        if (one.starts_with("W/"))
            one.remove_prefix(2);
        if (one == "*" || one == tag)
            return true;
    }
    return false;
}

} // namespace evote::http

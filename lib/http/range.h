// SPDX-License-Identifier: Apache-2.0
// What a client asks for of a file: a part of it, or the file only if it is another one.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace evote::http {

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t size = 0; ///< at least 1
};

enum class RangeFault {
    ignored,      ///< there is none, or none that is understood: all of it is sent
    out_of_reach, ///< 416
};

/// The part of a body of `size` bytes that a field Range asks for: "bytes=0-9", "bytes=10-",
/// "bytes=-5" (RFC 9110, section 14.1.2). Several parts are not understood.
std::variant<Range, RangeFault> parse_range(std::string_view text, std::uint64_t size);

/// Whether a list of entity tags, of a field If-None-Match, has this one (RFC 9110, section 13.1.2;
/// weak comparison). The tag has its quotation marks.
bool has_tag(std::string_view list, std::string_view tag);

} // namespace evote::http

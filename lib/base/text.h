// SPDX-License-Identifier: Apache-2.0
// Strict text forms of bytes and numbers: one text for each value, everything else is refused.
#pragma once

#include "evote/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace evote {

/// Lower-case hexadecimal.
std::string hex_encode(ByteView bytes);
/// Lower-case only, an even number of digits.
std::optional<Bytes> hex_decode(std::string_view text);

/// The same, into exactly as many bytes as the text has. False for anything else; `out` is then
/// meaningless.
bool hex_decode_to(std::string_view text, MutableByteView out);

template <std::size_t N>
std::optional<ByteArray<N>> hex_decode_array(std::string_view text) {
    ByteArray<N> out{};
    if (!hex_decode_to(text, out))
        return std::nullopt;
    return out;
}

enum class Base64Padding { required, forbidden };

/// RFC 4648 section 4 (standard alphabet).
std::string base64_encode(ByteView bytes, Base64Padding padding = Base64Padding::required);
/// Refuses white space, wrong padding and trailing bits that are not zero.
std::optional<Bytes> base64_decode(std::string_view text,
                                   Base64Padding padding = Base64Padding::required);

/// Plain decimal: digits only, no leading zero, no sign; at most `largest`.
std::optional<std::uint64_t> decimal_decode(std::string_view text, std::uint64_t largest);

/// Well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

/// Whether any character has Unicode's property White_Space; ill-formed bytes do not have it.
bool has_white_space(std::string_view text);

/// A text made harmless for a terminal or a printed report: control characters, bidirectional
/// overrides and invisible characters are shown as \u{XXXX}, ill-formed bytes as \x{XX}.
std::string printable(std::string_view text);

/// The parts between separators; an empty text has one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The text without leading and trailing white space (as above).
std::string_view trim(std::string_view text);

} // namespace evote

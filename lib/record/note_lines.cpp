// SPDX-License-Identifier: Apache-2.0
#include "note_lines.h"

#include "base/text.h"

#include <fmt/format.h>

namespace evote::record {

// A line without its line end does not count, and is never what is expected.
std::string_view NoteLines::next_line() {
    ++line_;
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) {
        rest_ = {};
        return {};
    }
    const std::string_view line = rest_.substr(0, end);
    rest_ = rest_.substr(end + 1);
    return line;
}

Failed NoteLines::refuse(Message message) const {
    return fail(ErrorCode::malformed, std::move(message), msg("line {0}", line_));
}

Outcome NoteLines::expect(std::string_view line) {
    if (next_line() != line)
        return refuse(msg("\"{0}\" is expected here", line));
    return {};
}

Result<std::string_view> NoteLines::take(std::string_view key) {
    const std::string_view line = next_line();
    if (!line.starts_with(key) || line.size() <= key.size() + 1 || line[key.size()] != ' ')
        return refuse(msg("\"{0}\" and a value are expected here", key));
    return line.substr(key.size() + 1);
}

Result<Bytes> NoteLines::take_hex(std::string_view key, std::size_t size) {
    EVOTE_TRY(const std::string_view value, take(key));
    auto bytes = hex_decode(value);
    if (!bytes || bytes->size() != size)
        return refuse(msg("{0} bytes in lower-case hex are expected here", size));
    return *std::move(bytes);
}

Result<Digest32> NoteLines::take_digest(std::string_view key) {
    EVOTE_TRY(const Bytes bytes, take_hex(key, sizeof(Digest32)));
    Digest32 digest{};
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

Result<std::uint16_t> NoteLines::take_index(std::string_view key, std::uint16_t largest) {
    EVOTE_TRY(const std::string_view value, take(key));
    const auto number = decimal_decode(value, largest);
    if (!number || *number == 0)
        return refuse(msg("a number from {0} to {1} is expected here", 1, largest));
    return static_cast<std::uint16_t>(*number);
}

Result<std::uint16_t> NoteLines::take_indexed(std::string_view key, std::uint16_t largest,
                                              std::string_view& rest) {
    EVOTE_TRY(const std::string_view value, take(key));
    const auto blank = value.find(' ');
    const auto number = decimal_decode(value.substr(0, blank), largest);
    if (blank == std::string_view::npos || !number || *number == 0)
        return refuse(msg("a number from {0} to {1} is expected here", 1, largest));
    rest = value.substr(blank + 1);
    return static_cast<std::uint16_t>(*number);
}

Result<Digest32> NoteLines::take_bare_digest() {
    const auto digest = hex_decode_array<sizeof(Digest32)>(next_line());
    if (!digest)
        return refuse(msg("{0} bytes in lower-case hex are expected here", sizeof(Digest32)));
    return *digest;
}

Result<std::uint8_t> NoteLines::take_bare_index(std::uint8_t largest) {
    const auto number = decimal_decode(next_line(), largest);
    if (!number || *number == 0)
        return refuse(msg("a number from {0} to {1} is expected here", 1, largest));
    return static_cast<std::uint8_t>(*number);
}

} // namespace evote::record

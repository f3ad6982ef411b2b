// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "evote/check.h"
#include "secretfile/age.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::secretfile {

namespace {

constexpr std::string_view first_line = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view last_line = "-----END AGE ENCRYPTED FILE-----";
constexpr std::size_t bytes_in_line = 48; // 64 characters

} // namespace

std::string age_armor(ByteView file) {
    EVOTE_CHECK(!file.empty());
    std::string out = fmt::format("{}\n", first_line);
    while (!file.empty()) {
        const auto part = file.first(std::min(file.size(), bytes_in_line));
        file = file.subspan(part.size());
        out += base64_encode(part) + "\n";
    }
    return out + fmt::format("{}\n", last_line);
}

Result<Bytes> age_unarmor(std::string_view text) {
    const auto lines = split(text, '\n');
    if (lines.front() != first_line)
        return fail(ErrorCode::malformed, msg("this is not an age file in its text form"),
                    msg("line {0}", 1));
    const auto end = std::ranges::find(lines, last_line);
    // The text after the last line end is empty.
    if (end == lines.end() || lines.end() - end != 2 || !lines.back().empty())
        return fail(
            ErrorCode::malformed,
            msg("the text of an age file must end with the line \"{0}\"", last_line),
            msg("line {0}", std::min<std::ptrdiff_t>(end - lines.begin() + 1, std::ssize(lines))));
    Bytes out;
    for (auto line = lines.begin() + 1; line != end; ++line) {
        const auto bytes = base64_decode(*line);
        const bool is_last = line + 1 == end;
        if (!bytes || bytes->empty() || bytes->size() > bytes_in_line ||
            (!is_last && bytes->size() < bytes_in_line))
            return fail(ErrorCode::malformed,
                        msg("this line of an age file's text form is not well-formed"),
                        msg("line {0}", line - lines.begin() + 1));
        append(out, *bytes);
    }
    if (out.empty())
        return fail(ErrorCode::malformed, msg("the text of an age file is empty"),
                    msg("line {0}", 2));
    return out;
}

} // namespace evote::secretfile

// SPDX-License-Identifier: Apache-2.0
// Texts whose lines end with a list of hashes and a blank line: receipts, and what witnesses are
// asked.
#pragma once

#include "base/text.h"
#include "board/merkle.h"
#include "evote/message.h"

#include <optional>
#include <string_view>

namespace evote::board {

/// The lines of a text, one by one.
class Lines {
  public:
    explicit Lines(std::string_view text) : rest_(text) {}

    /// The next line without its newline; nullopt if there is no newline left.
    std::optional<std::string_view> next() {
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        ++number_;
        return line;
    }

    Message place() const { return msg("line {0}", number_); }

    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

/// How many hashes a path may have in a text.
constexpr std::size_t longest_path = 63;

/// What is said of hashes that are none.
struct PathFaults {
    Message no_hash;
    Message no_end;
};

/// At most 63 hashes in canonical base64, one a line, up to the blank line. ErrorCode::malformed
/// with the line.
inline Result<MerklePath> read_path(Lines& lines, const PathFaults& faults) {
    MerklePath path;
    for (;;) {
        const auto line = lines.next();
        if (!line)
            return fail(ErrorCode::malformed, faults.no_end, lines.place());
        if (line->empty())
            return path;
        const auto bytes = base64_decode(*line);
        const auto hash = bytes && bytes->size() == sizeof(Digest32)
                              ? ByteCursor(*bytes).take_array<sizeof(Digest32)>()
                              : std::nullopt;
        if (!hash || path.size() == longest_path)
            return fail(ErrorCode::malformed, faults.no_hash, lines.place());
        path.push_back(*hash);
    }
}

} // namespace evote::board

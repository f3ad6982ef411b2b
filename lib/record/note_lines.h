// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <string_view>

namespace evote::record {

/// Reads the text of a note line by line: "<key> <value>", in a fixed order. A fault is
/// ErrorCode::malformed with the line.
class NoteLines {
  public:
    explicit NoteLines(std::string_view text) : rest_(text) {}

    /// The next line must be exactly this.
    Outcome expect(std::string_view line);
    /// The value of the next line, which must begin with the key and one blank.
    Result<std::string_view> take(std::string_view key);
    /// The same for lower-case hex of `size` bytes.
    Result<Bytes> take_hex(std::string_view key, std::size_t size);
    Result<Digest32> take_digest(std::string_view key);
    /// The same for a plain decimal number from 1 to `largest`.
    Result<std::uint16_t> take_index(std::string_view key, std::uint16_t largest);
    /// The same for "<key> <number> <rest>": returns the number, stores the rest in `rest`.
    Result<std::uint16_t> take_indexed(std::string_view key, std::uint16_t largest,
                                       std::string_view& rest);

    /// The same for a line that is a value without a key.
    Result<Digest32> take_bare_digest();
    Result<std::uint8_t> take_bare_index(std::uint8_t largest);

    bool at_end() const { return rest_.empty(); }

    /// A fault in the last line read.
    Failed refuse(Message message) const;

  private:
    std::string_view next_line();

    std::string_view rest_;
    std::size_t line_ = 0;
};

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// The form that rolls and registrars' files share: a header line, then rows, each ended by LF.
#pragma once

#include "crypto/sha2.h"
#include "evote/result.h"

#include <functional>
#include <string>
#include <string_view>

namespace evote::protocol {

/// Cuts a file that comes in pieces into its lines, and hashes it. Every error is
/// ErrorCode::malformed and has the line.
class RowReader {
  public:
    using TakeRow = std::function<Outcome(std::string_view)>;

    /// A line of more than `longest` bytes is refused as `too_long`.
    RowReader(std::string_view header, std::size_t longest, Message too_long)
        : header_(header), longest_(longest), too_long_(std::move(too_long)) {}

    /// The next piece, cut anywhere; `take` is called with each row after the header.
    Outcome add(ByteView piece, const TakeRow& take);
    /// After the last piece: the SHA-256 of the file.
    Result<Digest32> finish();

    /// How many lines there are so far.
    std::size_t lines() const { return lines_; }

  private:
    Outcome add_line(std::string_view line, const TakeRow& take);

    std::string_view header_;
    std::size_t longest_;
    Message too_long_;
    crypto::Sha256 hash_;
    std::string begun_; // an incomplete line
    std::size_t lines_ = 0;
};

} // namespace evote::protocol

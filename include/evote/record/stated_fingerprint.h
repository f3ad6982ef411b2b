// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/base/bytes.h"
#include "evote/base/result.h"

#include <string>
#include <string_view>

namespace evote::record {

/// A fingerprint as somebody states it: heard, read or copied.
class StatedFingerprint {
  public:
    /// 64 digits of lower-case hex, or the spoken form of 40 decimal digits; blanks and hyphens
    /// between digits are ignored. ErrorCode::usage for anything else.
    static Result<StatedFingerprint> parse(std::string_view text);

    /// Whether it states this fingerprint. Only as much as was stated is compared: the spoken form
    /// is shorter than the hex form.
    bool matches(const Digest32& fingerprint) const;

  private:
    explicit StatedFingerprint(std::string digits) : digits_(std::move(digits)) {}

    std::string digits_;
};

} // namespace evote::record

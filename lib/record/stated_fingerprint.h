// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <optional>
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

/// The fingerprint that was announced, as far as the person at the tool has heard it and gave it.
class Anchor {
  public:
    /// Nothing was given: nothing is checked.
    Anchor() = default;

    explicit Anchor(StatedFingerprint announced) : announced_(std::move(announced)) {}

    bool is_given() const { return announced_.has_value(); }

    const std::optional<StatedFingerprint>& announced() const { return announced_; }

    /// ErrorCode::wrong_fingerprint if another one than this was announced.
    Outcome check(const Digest32& fingerprint) const;

  private:
    std::optional<StatedFingerprint> announced_;
};

} // namespace evote::record

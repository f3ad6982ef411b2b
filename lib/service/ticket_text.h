// SPDX-License-Identifier: Apache-2.0
// What a clerk hands over: ten characters that cannot be taken for each other, 50 bits.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"

#include <optional>
#include <string>
#include <string_view>

namespace evote::service {

/// The bits of a ticket, in the form in which they are hashed: ten characters of Crockford's
/// base32.
class TicketText {
  public:
    static constexpr std::size_t characters = 10;

    static TicketText draw(crypto::Random& random);

    /// Case, white space and hyphens are ignored, I and L are read as 1, O as 0. Nothing for what
    /// cannot be a ticket.
    static std::optional<TicketText> parse(std::string_view typed);

    ByteView bytes() const { return text_.expose(); }

    /// As it is shown: two groups of five, joined by a hyphen.
    std::string shown() const;

  private:
    TicketText() = default;

    Secret<ByteArray<characters>> text_;
};

} // namespace evote::service

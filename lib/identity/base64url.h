// SPDX-License-Identifier: Apache-2.0
// Base64 for addresses (RFC 4648, section 5), without padding (RFC 7515, section 2).
#pragma once

#include "evote/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace evote::identity {

std::string base64url_encode(ByteView bytes);

/// Refuses white space, padding, and trailing bits that are not zero.
std::optional<Bytes> base64url_decode(std::string_view text);

} // namespace evote::identity

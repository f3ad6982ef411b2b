// SPDX-License-Identifier: Apache-2.0
// Text forms of secrets. Timing and memory addresses depend on sizes only.
#pragma once

#include "base/secret.h"

#include <optional>
#include <string_view>

namespace evote {

/// Base64 (RFC 4648 section 4) of a multiple of three bytes, so that there is no padding.
SecretBytes base64_encode_secret(ByteView bytes);
/// The strict inverse: nothing for a size that is not a multiple of four or a character outside the
/// alphabet.
std::optional<SecretBytes> base64_decode_secret(std::string_view text);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Text forms of secrets. Time and addresses depend on sizes only.
#pragma once

#include "evote/base/secret.h"

#include <optional>
#include <string_view>

namespace evote {

/// Base64 (RFC 4648 section 4) of a multiple of three bytes, so that nothing is padded.
SecretBytes base64_encode_secret(ByteView bytes);
/// The same back, strictly: nothing for a size that is no multiple of four and for characters that
/// are not of the alphabet.
std::optional<SecretBytes> base64_decode_secret(std::string_view text);

} // namespace evote

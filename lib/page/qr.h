// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"

namespace evote::page {

/// A QR code (level M) of up to 1000 bytes, as an SVG element with its four modules of margin. What
/// the library computed with is wiped as far as it lets us.
SecretBytes qr_svg(ByteView content);

} // namespace evote::page

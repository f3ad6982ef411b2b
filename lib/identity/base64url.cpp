// SPDX-License-Identifier: Apache-2.0
#include "identity/base64url.h"

#include "base/text.h"

#include <algorithm>

namespace evote::identity {

std::string base64url_encode(ByteView bytes) {
    std::string out = base64_encode(bytes, Base64Padding::forbidden);
    std::ranges::replace(out, '+', '-');
    std::ranges::replace(out, '/', '_');
    return out;
}

std::optional<Bytes> base64url_decode(std::string_view text) {
    if (text.find_first_of("+/") != std::string_view::npos)
        return std::nullopt;
    std::string standard(text);
    std::ranges::replace(standard, '-', '+');
    std::ranges::replace(standard, '_', '/');
    return base64_decode(standard, Base64Padding::forbidden);
}

} // namespace evote::identity

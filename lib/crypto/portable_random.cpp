// SPDX-License-Identifier: Apache-2.0
#include "crypto/portable_random.h"

#include "evote/check.h"

#include <unistd.h>

#include <algorithm>

namespace evote::crypto {

void PortableRandom::fill(MutableByteView out) {
    constexpr std::size_t most_at_once = 256;
    while (!out.empty()) {
        const std::size_t part = std::min(out.size(), most_at_once);
        EVOTE_CHECK(getentropy(out.data(), part) == 0);
        out = out.subspan(part);
    }
}

} // namespace evote::crypto

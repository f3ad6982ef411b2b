// SPDX-License-Identifier: Apache-2.0
// Inputs that are edits of a file which the target makes itself: where signatures and keys must
// fit, a guessed file never gets far.
#pragma once

#include "evote/bytes.h"
#include "support/rooms.h"

namespace evote {

/// If the input's first byte is even, the rest of it. If it is odd, the original with edits, four
/// bytes each: place (u16), what to do (overwrite, insert, erase, cut off), the byte for it.
inline Bytes edited(ByteView original, ByteView input) {
    if (input.empty() || input[0] % 2 == 0)
        return to_bytes(input.subspan(input.empty() ? 0 : 1));
    Bytes out = to_bytes(original);
    ByteCursor cursor(input.subspan(1));
    while (const auto edit = cursor.take_array<4>()) {
        const std::size_t at = ((*edit)[0] * 256U + (*edit)[1]) % (out.size() + 1);
        const auto place = out.begin() + static_cast<std::ptrdiff_t>(at);
        const unsigned action = (*edit)[2] % 4U;
        if (action == 1)
            out.insert(place, (*edit)[3]);
        else if (action == 3)
            out.resize(at);
        else if (at < out.size() && action == 2)
            out.erase(place);
        else if (at < out.size())
            *place = (*edit)[3];
    }
    return out;
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Choices without branches. A mask is all ones for true and zero for false.
#pragma once

#include <cstdint>

namespace evote::group::ct {

using Mask = std::uint64_t;

/// Hides a value's origin from the optimiser, so that it cannot turn a mask back into a branch.
inline std::uint64_t hide(std::uint64_t value) {
#if defined(EVOTE_WITHOUT_ASSEMBLY) // for tools that cannot track values through it
    volatile std::uint64_t hidden = value;
    value = hidden;
#else
    __asm__("" : "+r"(value));
#endif
    return value;
}

/// All ones if bit is 1, zero if it is 0.
inline Mask mask_of_bit(std::uint64_t bit) {
    return hide(0 - bit);
}

inline Mask is_zero(std::uint64_t value) {
    return mask_of_bit((~value & (value - 1)) >> 63);
}

inline Mask equal(std::uint64_t a, std::uint64_t b) {
    return is_zero(a ^ b);
}

/// a where the mask is set, otherwise b.
inline std::uint64_t select(Mask mask, std::uint64_t a, std::uint64_t b) {
    return b ^ (mask & (a ^ b));
}

} // namespace evote::group::ct

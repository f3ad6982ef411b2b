// SPDX-License-Identifier: Apache-2.0
// 64-bit words in little-endian bytes.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace evote::group {

/// The same word with its bytes in little-endian order.
inline std::uint64_t little_endian(std::uint64_t word) {
    if constexpr (std::endian::native == std::endian::big)
        return __builtin_bswap64(word);
    return word;
}

inline std::uint64_t load_u64(const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    return little_endian(word);
}

inline void store_u64(std::uint64_t word, std::uint8_t* out) {
    word = little_endian(word);
    std::memcpy(out, &word, sizeof(word));
}

} // namespace evote::group

// SPDX-License-Identifier: Apache-2.0
// Scalars as signed digits, without branches: with digits from -2^(w-1) to 2^(w-1) a table needs
// only half of the multiples.
#pragma once

#include "group/constant_time.h"

#include <cstddef>
#include <cstdint>

namespace evote::group::backend {

/// How many signed digits of `width` bits a scalar below 2^253 has: the last one takes the carry.
constexpr std::size_t digit_count(unsigned width) {
    return 253 / width + 1;
}

/// The digits of a scalar (32 bytes, below 2^253), lowest first: scalar = sum of digits[i] *
/// 2^(width i). All lie in [-2^(width-1), 2^(width-1)). Constant time.
template <unsigned width>
inline void signed_digits(const std::uint8_t* scalar, std::int8_t (&digits)[digit_count(width)]) {
    static_assert(width >= 2 && width <= 7);
    constexpr unsigned mask = (1U << width) - 1;
    unsigned carry = 0;
    for (unsigned i = 0; i < digit_count(width); ++i) {
        const unsigned bit = i * width;
        const unsigned low = scalar[bit / 8];
        const unsigned high = bit / 8 < 31 ? scalar[bit / 8 + 1] : 0;
        const unsigned value = ((low | high << 8) >> (bit % 8) & mask) + carry;
        carry = (value + (1U << (width - 1))) >> width;
        digits[i] =
            static_cast<std::int8_t>(static_cast<int>(value) - static_cast<int>(carry << width));
    }
}

struct SignedDigit {
    std::uint64_t magnitude;
    ct::Mask negative;
};

inline SignedDigit split_sign(std::int8_t digit) {
    const auto wide = static_cast<std::uint64_t>(std::int64_t{digit});
    const ct::Mask negative = ct::mask_of_bit(wide >> 63);
    return {(wide ^ negative) - negative, negative};
}

} // namespace evote::group::backend

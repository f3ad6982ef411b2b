// SPDX-License-Identifier: Apache-2.0
// A table would be read at addresses that depend on the secret, so characters are computed.
#include "base/secret_text.h"

#include "evote/check.h"

namespace evote {

namespace {

/// A part of the alphabet: the characters from `first` on have the values from `value` on.
struct Run {
    std::uint32_t first;
    std::uint32_t value;
    std::uint32_t size;
};

constexpr Run alphabet[] = {{'A', 0, 26}, {'a', 26, 26}, {'0', 52, 10}, {'+', 62, 1}, {'/', 63, 1}};

/// All ones if start <= x < start + size, otherwise zero; all are below 2^31.
std::uint32_t is_within(std::uint32_t x, std::uint32_t start, std::uint32_t size) {
    const std::uint32_t below_start = (x - start) >> 31;
    const std::uint32_t below_end = (x - start - size) >> 31;
    return 0 - (below_end & ~below_start & 1U);
}

std::uint8_t character_of(std::uint32_t value) {
    std::uint32_t out = 0;
    for (const Run& run : alphabet)
        out |= is_within(value, run.value, run.size) & (value - run.value + run.first);
    return static_cast<std::uint8_t>(out);
}

/// 64 for a character outside the alphabet.
std::uint32_t value_of(std::uint32_t character) {
    std::uint32_t out = 0;
    std::uint32_t known = 0;
    for (const Run& run : alphabet) {
        const std::uint32_t here = is_within(character, run.first, run.size);
        out |= here & (character - run.first + run.value);
        known |= here;
    }
    return out | (~known & 64U);
}

} // namespace

SecretBytes base64_encode_secret(ByteView bytes) {
    EVOTE_CHECK(bytes.size() % 3 == 0);
    SecretBytes out(bytes.size() / 3 * 4);
    auto* character = out.expose().data();
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                    static_cast<std::uint32_t>(bytes[i + 1]) << 8 | bytes[i + 2];
        for (unsigned shift = 24; shift > 0;)
            *character++ = character_of(group >> (shift -= 6) & 63U);
    }
    return out;
}

std::optional<SecretBytes> base64_decode_secret(std::string_view text) {
    if (text.size() % 4 != 0)
        return std::nullopt;
    SecretBytes out(text.size() / 4 * 3);
    std::uint32_t faults = 0;
    for (std::size_t i = 0; i < text.size() / 4; ++i) {
        std::uint32_t group = 0;
        for (const char character : text.substr(4 * i, 4)) {
            const std::uint32_t value = value_of(static_cast<std::uint8_t>(character));
            faults |= value >> 6;
            group = group << 6 | (value & 63U);
        }
        for (unsigned j = 0; j < 3; ++j)
            out.expose()[3 * i + j] = static_cast<std::uint8_t>(group >> (16 - 8 * j));
    }
    if (faults != 0)
        return std::nullopt;
    return out;
}

} // namespace evote

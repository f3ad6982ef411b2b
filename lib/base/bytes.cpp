// SPDX-License-Identifier: Apache-2.0
#include "evote/bytes.h"

namespace evote {

namespace {

template <class Integer>
void append_big_endian(Bytes& out, Integer value) {
    for (std::size_t i = sizeof(Integer); i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <class Integer>
std::optional<Integer> take_big_endian(ByteCursor& cursor) {
    const auto bytes = cursor.take(sizeof(Integer));
    if (!bytes)
        return std::nullopt;
    Integer value = 0;
    for (const auto byte : *bytes)
        value = static_cast<Integer>((static_cast<std::uint64_t>(value) << 8) | byte);
    return value;
}

} // namespace

bool equal(ByteView a, ByteView b) {
    if (a.size() != b.size())
        return false;
    // Volatile, so that the compiler does not leave the loop at the first difference.
    volatile std::uint8_t differences = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        differences = differences | (a[i] ^ b[i]);
    return differences == 0;
}

void append_u8(Bytes& out, std::uint8_t value) {
    out.push_back(value);
}

void append_u16(Bytes& out, std::uint16_t value) {
    append_big_endian(out, value);
}

void append_u32(Bytes& out, std::uint32_t value) {
    append_big_endian(out, value);
}

void append_u64(Bytes& out, std::uint64_t value) {
    append_big_endian(out, value);
}

std::optional<ByteView> ByteCursor::take(std::size_t size) {
    if (size > rest_.size())
        return std::nullopt;
    const ByteView field = rest_.first(size);
    rest_ = rest_.subspan(size);
    return field;
}

std::optional<std::uint8_t> ByteCursor::take_u8() {
    return take_big_endian<std::uint8_t>(*this);
}

std::optional<std::uint16_t> ByteCursor::take_u16() {
    return take_big_endian<std::uint16_t>(*this);
}

std::optional<std::uint32_t> ByteCursor::take_u32() {
    return take_big_endian<std::uint32_t>(*this);
}

std::optional<std::uint64_t> ByteCursor::take_u64() {
    return take_big_endian<std::uint64_t>(*this);
}

} // namespace evote

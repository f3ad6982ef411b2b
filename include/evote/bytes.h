// SPDX-License-Identifier: Apache-2.0
/// @file
/// Byte strings, and strict big-endian reading and writing of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// Bytes that are owned.
using Bytes = std::vector<std::uint8_t>;
/// Bytes of somebody else, to read.
using ByteView = std::span<const std::uint8_t>;
/// Bytes of somebody else, to write.
using MutableByteView = std::span<std::uint8_t>;
/// Exactly N bytes.
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;
/// A SHA-256 value.
using Digest32 = ByteArray<32>;
/// A SHA-512 value.
using Digest64 = ByteArray<64>;

/// The bytes of a text, without a terminating zero.
inline ByteView bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Bytes seen as text; says nothing about their encoding.
inline std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A copy of the bytes.
inline Bytes to_bytes(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

/// A copy of the bytes as a text; says nothing about their encoding.
inline std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

/// Compares in time that depends on the lengths alone.
bool equal(ByteView a, ByteView b);

/// Appends bytes.
inline void append(Bytes& out, ByteView more) {
    out.insert(out.end(), more.begin(), more.end());
}

/// Appends one byte.
void append_u8(Bytes& out, std::uint8_t value);
/// Appends a big-endian integer of 2 bytes.
void append_u16(Bytes& out, std::uint16_t value);
/// Appends a big-endian integer of 4 bytes.
void append_u32(Bytes& out, std::uint32_t value);
/// Appends a big-endian integer of 8 bytes.
void append_u64(Bytes& out, std::uint64_t value);

/// Reads fixed-size fields from the front of a byte string. A field that is cut short gives nullopt
/// and leaves the cursor where it was.
class ByteCursor {
  public:
    /// Begins at the front. The bytes must outlive the cursor.
    explicit ByteCursor(ByteView bytes) : rest_(bytes) {}

    /// The next `size` bytes.
    std::optional<ByteView> take(std::size_t size);

    /// A copy of the next N bytes.
    template <std::size_t N>
    std::optional<ByteArray<N>> take_array() {
        const auto view = take(N);
        if (!view)
            return std::nullopt;
        ByteArray<N> out{};
        for (std::size_t i = 0; i < N; ++i)
            out[i] = (*view)[i];
        return out;
    }

    /// The next byte.
    std::optional<std::uint8_t> take_u8();
    /// A big-endian integer of 2 bytes.
    std::optional<std::uint16_t> take_u16();
    /// A big-endian integer of 4 bytes.
    std::optional<std::uint32_t> take_u32();
    /// A big-endian integer of 8 bytes.
    std::optional<std::uint64_t> take_u64();

    /// How many bytes are left.
    std::size_t remaining() const { return rest_.size(); }

    /// Whether none are left.
    bool at_end() const { return rest_.empty(); }

  private:
    ByteView rest_;
};

} // namespace evote

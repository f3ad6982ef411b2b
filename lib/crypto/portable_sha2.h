// SPDX-License-Identifier: Apache-2.0
// SHA-256 and SHA-512 (FIPS 180-4) in plain C++, for where there is no OpenSSL.
#pragma once

#include "evote/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace evote::crypto {

/// A running hash of `Size` bytes, 32 or 64. The time depends only on lengths, and nothing of what
/// was hashed is left in memory. One thread at a time.
template <std::size_t Size>
class PortableSha2 {
    static_assert(Size == 32 || Size == 64);

  public:
    PortableSha2() { begin(); }

    PortableSha2(const PortableSha2&) = delete;
    PortableSha2& operator=(const PortableSha2&) = delete;
    ~PortableSha2();

    PortableSha2& add(ByteView bytes);

    /// The hash of everything added; starts afresh afterwards.
    ByteArray<Size> finish();

  private:
    using Word = std::conditional_t<Size == 32, std::uint32_t, std::uint64_t>;
    static constexpr std::size_t block_size = 16 * sizeof(Word);

    void begin();
    void compress(const std::uint8_t* block);

    std::array<Word, 8> state_{};
    ByteArray<block_size> block_{}; // what was added after the last whole block
    std::uint64_t size_ = 0;        // of everything added, in bytes
};

} // namespace evote::crypto

// SPDX-License-Identifier: Apache-2.0
// SHA-256 and SHA-512 (FIPS 180-4): by OpenSSL, or in plain C++ where the build has no OpenSSL.
#pragma once

#include "evote/bytes.h"

#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>

namespace evote::crypto {

/// A running hash of one algorithm. One thread at a time.
template <std::size_t Size>
class Sha2 {
  public:
    Sha2();
    Sha2(Sha2&&) noexcept;
    Sha2& operator=(Sha2&&) noexcept;
    Sha2(const Sha2&) = delete;
    Sha2& operator=(const Sha2&) = delete;
    ~Sha2();

    Sha2& add(ByteView bytes);

    Sha2& add_text(std::string_view text) { return add(bytes_of(text)); }

    Sha2& add_u8(std::uint8_t value);
    Sha2& add_u16(std::uint16_t value);
    Sha2& add_u64(std::uint64_t value);
    /// The hash of everything added; starts afresh afterwards.
    ByteArray<Size> finish();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

using Sha256 = Sha2<32>;
using Sha512 = Sha2<64>;

Digest32 sha256(std::initializer_list<ByteView> parts);

inline Digest32 sha256(ByteView bytes) {
    return sha256({bytes});
}

/// The protocol's tagged hashes (protocol.md section 1): SHA-512 or SHA-256 of
/// "evote/v1/" || tag || 0x00 || parts.
Digest64 tagged_hash(std::string_view tag, std::initializer_list<ByteView> parts);
Digest32 tagged_hash32(std::string_view tag, std::initializer_list<ByteView> parts);
/// out[i] = tagged_hash(tag, {messages[i]}). Consecutive messages of one size are hashed eight at a
/// time where hashes_with_vectors(). Leaves no copy of them.
void tagged_hash_batch(std::string_view tag, std::span<const ByteView> messages,
                       std::span<Digest64> out);
/// Whether the processor has the instructions for that, and they are not disabled.
bool hashes_with_vectors();
/// Disables them from now on, as every backend of the group does but the one that uses such
/// instructions itself. Thread-safe.
void hash_without_vectors();
/// tagged_hash, begun: add the parts, then finish.
Sha512 begin_tagged_hash(std::string_view tag);

} // namespace evote::crypto

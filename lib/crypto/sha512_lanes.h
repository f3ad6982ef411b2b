// SPDX-License-Identifier: Apache-2.0
// SHA-512 (FIPS 180-4) of eight messages side by side, one in each lane of AVX-512 vectors.
#pragma once

#include "evote/bytes.h"

#include <cstddef>
#include <span>

namespace evote::crypto {

inline constexpr std::size_t sha512_lanes = 8;

/// Whether the processor and the operating system support AVX-512 F and BW.
bool cpu_has_sha512_lanes();

/// out[i] = SHA-512(prefix || messages[i]); all messages have the same size. Constant time in all
/// bytes, and leaves no copy of them. Only where cpu_has_sha512_lanes().
void sha512_eight(ByteView prefix, std::span<const ByteView, sha512_lanes> messages,
                  std::span<Digest64, sha512_lanes> out);

} // namespace evote::crypto

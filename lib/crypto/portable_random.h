// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/crypto/random.h"

namespace evote::crypto {

/// Bytes of the system's generator by getentropy, which WASI has as well. Aborts if that fails.
/// Safe for many threads.
class PortableRandom final : public Random {
  public:
    void fill(MutableByteView out) override;
};

} // namespace evote::crypto

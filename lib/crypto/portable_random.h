// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/random.h"

namespace evote::crypto {

/// Bytes of the system's generator by getentropy, which WASI has too. Aborts if that fails.
/// Thread-safe.
class PortableRandom final : public Random {
  public:
    void fill(MutableByteView out) override;
};

} // namespace evote::crypto

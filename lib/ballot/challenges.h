// SPDX-License-Identifier: Apache-2.0
// The two challenges of ballots (protocol.md section 5), hashed for many ballots together.
#pragma once

#include "evote/bytes.h"
#include "group/ristretto255.h"

#include <span>
#include <vector>

namespace evote::ballot {

/// Hashes n ballots; its memory is used again from batch to batch.
class Challenger {
  public:
    using Scalar = group::Ristretto255::Scalar;

    /// y of each ballot: `statements` are their bytes up to D_0.
    void bits(std::span<const ByteView> statements, std::span<Scalar> y);
    /// x of the same ballots: `seconds` are the encodings of D_0 and D_1, 64 bytes each.
    void ballots(std::span<const ByteView> seconds, std::span<Scalar> x);

  private:
    std::vector<Digest64> statements_;
    std::vector<ByteArray<128>> transcripts_; // statement, D_0, D_1
    std::vector<ByteView> views_;
    std::vector<Digest64> hashes_;
};

} // namespace evote::ballot

// SPDX-License-Identifier: Apache-2.0
// How a registrar makes the halves of its codes and proves that it knows their secrets (protocol.md
// section 4a). Constant time in codes and secrets.
#pragma once

#include "ballot/code.h"
#include "crypto/random.h"
#include "group/ristretto255.h"
#include "protocol/dealing.h"

#include <cstdint>
#include <functional>
#include <span>

namespace evote::protocol {

/// c = Hs("registrar/possession", SHA-256(manifest.json) || u8 i || u64 V || halves in order || T),
/// all encoded.
group::Ristretto255::Scalar halves_challenge(const Digest32& manifest, std::uint8_t registrar,
                                             ByteView halves, const ByteArray<32>& t);

/// One registrar's halves for one manifest.
class HalfMaker {
  public:
    using Scalar = group::Ristretto255::Scalar;
    /// Gives the code bytes of voter `index`, from 0. Called more than once for each: codes that
    /// are derived from one secret need not be kept.
    using Codes = std::function<void(std::size_t index, ballot::CodeBytes& out)>;

    /// `registrar` from 1.
    HalfMaker(const Digest32& manifest, std::uint8_t registrar);

    /// The halves of voters first, first + 1, ..., as many as `out` has room for, encoded. One in
    /// 2^252 codes gives the identity, which readers refuse.
    void make(const Codes& codes, std::size_t first, MutableByteView out) const;

    /// The nonce of a proof: hedged with all secrets and the halves that it is about.
    Secret<Scalar> nonce(const Codes& codes, ByteView halves, crypto::Random& random) const;

    /// The proof for all halves of a file, in order, which must be those of these codes. Uses up
    /// the nonce.
    PossessionProof prove(const Codes& codes, ByteView halves, Secret<Scalar>&& nonce) const;

  private:
    void secret_of(const Codes& codes, std::size_t index, Secret<Scalar>& out) const;

    Digest32 manifest_;
    std::uint8_t registrar_;
    Scalar one_half_;
    group::FixedBase<group::Ristretto255> generator_;
};

} // namespace evote::protocol

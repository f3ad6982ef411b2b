// SPDX-License-Identifier: Apache-2.0
// Random bytes, and nonces that do not repeat even when the random bytes do.
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"

#include <span>

namespace evote::crypto {

/// Where random bytes come from. Code that needs randomness takes one of these.
class Random {
  public:
    Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    virtual ~Random() = default;
    virtual void fill(MutableByteView out) = 0;
};

/// The operating system's generator: through OpenSSL's private DRBG, or getentropy where the build
/// has no OpenSSL. Aborts if that fails: there is no safe way to continue without randomness.
/// Thread-safe.
Random& system_random();

/// Deterministic bytes from a seed: SHA-512("evote/v1/simulation" || 0x00 || seed || u64 block),
/// block by block. For simulations and tests; never for a real election. One thread at a time.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(ByteView seed) : seed_(to_bytes(seed)) {}

    void fill(MutableByteView out) override;

  private:
    Bytes seed_;
    std::uint64_t block_ = 0;
    Digest64 buffer_{};
    std::size_t used_ = sizeof(buffer_);
};

/// A given number of bytes of another generator, drawn in one call: for many small draws the calls
/// would cost more than the bytes. Aborts if more are taken than were drawn. Wiped. One thread at a
/// time.
class RandomAhead final : public Random {
  public:
    RandomAhead(Random& random, std::size_t size) : bytes_(size) { random.fill(bytes_.expose()); }

    void fill(MutableByteView out) override;

  private:
    SecretBytes bytes_;
    std::size_t used_ = 0;
};

/// Hedged nonces: each is H("nonce", 64 fresh random bytes || context || u64 position), where the
/// context holds a secret of the prover and everything that the nonce will be used on. So a
/// repeated generator state gives the same nonces only for the same secret and the same statement.
class HedgedNonces {
  public:
    /// How many bytes one object draws from its generator.
    static constexpr std::size_t random_size = 64;

    /// `secret` and `statement` are hashed first: SHA-512(u64 length || secret || statement).
    HedgedNonces(Random& random, ByteView secret, ByteView statement);

    /// 64 uniform bytes; reduce them modulo the group's order. Each call gives new ones.
    void next(ByteArray<64>& out) { next_of_each({this, 1}, {&out, 1}); }

    /// out[i] = what nonces[i].next gives, but cheaper.
    static void next_of_each(std::span<HedgedNonces> nonces, std::span<ByteArray<64>> out);

  private:
    Secret<ByteArray<136>> state_; // random || SHA-512 of the context || u64 position
};

} // namespace evote::crypto

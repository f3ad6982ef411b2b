// SPDX-License-Identifier: Apache-2.0
// The secret side of the key ceremony: a trustee's polynomials, and the shares made from them.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "protocol/dealing.h"

#include <optional>

namespace evote::protocol {

/// A trustee's B polynomials of degree t-1. All operations are constant time.
class Polynomials {
  public:
    using Scalar = group::Ristretto255::Scalar;

    /// Uniform coefficients, hedged: nonces from `secret` (a long-lived secret of the trustee) and
    /// the statement "ceremony/coefficients" || SHA-256(manifest.json) || u16 trustee, in order k
    /// then n.
    static Polynomials choose(const Manifest& manifest, std::uint16_t trustee,
                              crypto::Random& random, ByteView secret);

    /// The inverse of encode(); nothing for a wrong size or a scalar that is not canonical.
    static std::optional<Polynomials> restore(const Manifest& manifest, std::uint16_t trustee,
                                              ByteView encoded);

    /// The coefficients in order k then n, 32 bytes each.
    SecretBytes encode() const;

    /// Encodings of the commitments C[k][n] in order k then n.
    const Bytes& commitments() const { return bytes_; }

    /// A nonce for deal(): hedged with the coefficients and the whole statement of the proof.
    Secret<Scalar> possession_nonce(crypto::Random& random) const;

    /// The public part, with the proof of possession made with `nonce`, which is consumed.
    Dealing deal(Secret<Scalar>&& nonce) const;

    /// The share of trustee `recipient` (1..N): the B values of the polynomials there.
    SecretVector<Scalar> share(std::uint16_t recipient) const;

  private:
    Polynomials(const Manifest& manifest, std::uint16_t trustee, SecretVector<Scalar> coefficients);

    Digest32 manifest_{};
    std::uint16_t trustee_ = 0;
    std::size_t threshold_ = 1;
    SecretVector<Scalar> coefficients_;
    std::vector<group::Ristretto255::Element> elements_;
    Bytes bytes_;
};

/// The sum of all dealers' shares to one trustee, which is the trustee's secret s[j][1..B].
class ShareSum {
  public:
    ShareSum(const Manifest& manifest, std::uint16_t recipient);

    /// Adds the share of a dealer of this election that was not added before. False, and nothing
    /// is added, if it is not what the dealer committed to. Constant time in the share.
    [[nodiscard]] bool add(const Dealing& dealing,
                           std::span<const group::Ristretto255::Scalar> share);

    /// The secret, if all N dealers were added.
    std::optional<SecretVector<group::Ristretto255::Scalar>> finish() &&;

  private:
    std::uint16_t recipient_;
    std::vector<bool> added_; // by dealer
    SecretVector<group::Ristretto255::Scalar> sum_;
};

/// Shares as bytes, 32 each, and back; nothing for a wrong size or a scalar that is not canonical.
SecretBytes encode_share(std::span<const group::Ristretto255::Scalar> share);
std::optional<SecretVector<group::Ristretto255::Scalar>> decode_share(ByteView bytes,
                                                                      std::size_t count);

} // namespace evote::protocol

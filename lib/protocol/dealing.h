// SPDX-License-Identifier: Apache-2.0
// The public side of one trustee's part of the joint keys: Feldman commitments to its polynomials
// and one proof that it knows them (protocol.md section 3).
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"
#include "group/ristretto255.h"
#include "protocol/manifest.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evote::protocol {

/// The hash by which a trustee commits, in round 1, to the commitments it will publish in round 2:
/// SHA-256("evote/v1/ceremony/commitments" || 0x00 || SHA-256(manifest.json) || u16 trustee || all
/// C in order k then n).
Digest32 dealing_hash(const Digest32& manifest, std::uint16_t trustee, ByteView commitments);

/// c = Hs("ceremony/possession", SHA-256(manifest.json) || u16 trustee || all C in order k then n
/// || T).
group::Ristretto255::Scalar possession_challenge(const Digest32& manifest, std::uint16_t trustee,
                                                 ByteView commitments, const ByteArray<32>& t);

/// A proof of possession: T and zeta, encoded.
struct PossessionProof {
    ByteArray<32> commitment{};
    ByteArray<32> response{};
};

/// The commitments C[k][n] to a trustee's polynomials, k = 1..B and n = 0..t-1, and the proof that
/// the trustee knows every a[k][0]. A Dealing that exists is verified.
class Dealing {
  public:
    using Element = group::Ristretto255::Element;
    using Scalar = group::Ristretto255::Scalar;

    /// Checks a dealing of `trustee` (1..N). `commitments` holds the B * t encodings in order k
    /// then n. ErrorCode::bad_proof, with the trustee in the message, for a wrong number of
    /// commitments, an encoding that is not canonical, an identity, two keys that are equal, a
    /// false proof. Variable time.
    static Result<Dealing> verify(const Manifest& manifest, std::uint16_t trustee,
                                  ByteView commitments, const PossessionProof& proof);

    std::uint16_t trustee() const { return trustee_; }

    std::size_t key_count() const { return commitments_.size() / threshold_; }

    std::size_t threshold() const { return threshold_; }

    /// C[k][n], both counted from 0.
    const Element& commitment(std::size_t key, std::size_t n) const {
        return commitments_[key * threshold_ + n];
    }

    /// All of them, in order k then n.
    std::span<const Element> commitments() const { return commitments_; }

    /// Their encodings, consecutively.
    ByteView commitment_bytes() const { return bytes_; }

    const PossessionProof& proof() const { return proof_; }

    /// See dealing_hash().
    const Digest32& hash() const { return hash_; }

    /// Whether these are the B values at `recipient` of the polynomials committed to. Time depends
    /// only on the number of shares and on the answer.
    bool share_is_right(std::uint16_t recipient, std::span<const Scalar> share) const;

  private:
    friend class Polynomials;
    Dealing() = default;

    std::uint16_t trustee_ = 0;
    std::size_t threshold_ = 1;
    std::vector<Element> commitments_;
    Bytes bytes_;
    PossessionProof proof_;
    Digest32 hash_{};
};

/// The values at `point` of polynomials given by their coefficients times the generator:
/// coefficient n of polynomial k is at k * threshold + n. Public data only.
std::vector<group::Ristretto255::Element>
evaluate_commitments_vartime(std::span<const group::Ristretto255::Element> commitments,
                             std::size_t threshold, std::uint16_t point);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// Witnesses: who signs a log's checkpoints besides the log (C2SP tlog-cosignature, version 1).
#pragma once

#include "board/checkpoint.h"

#include <optional>

namespace evote::board {

/// The latest time of a cosignature, in seconds since 1970-01-01T00:00:00Z.
constexpr std::uint64_t latest_time = INT64_MAX;

/// A witness's public key with its name: "<name>+<id>+<base64 of 0x04 || key>". The id is the first
/// four bytes of SHA-256(name || 0x0A || 0x04 || key), in hex.
class CosignerKey {
  public:
    /// `name` must be a key name.
    CosignerKey(std::string name, const crypto::Ed25519PublicKey& key);

    /// As strict as VerifierKey::parse; a key of another kind, that of a note included, is
    /// ErrorCode::malformed.
    static Result<CosignerKey> parse(std::string_view text);
    std::string text() const;

    const std::string& name() const { return name_; }

    std::uint32_t id() const { return id_; }

    const crypto::Ed25519PublicKey& key() const { return key_; }

    /// The time of the cosignature if the line is a good one by this key over the text of a
    /// checkpoint; nothing for any other line, and for a time above latest_time. Variable time.
    std::optional<std::uint64_t> time_of(const NoteSignature& line,
                                         std::string_view checkpoint) const;

    bool operator==(const CosignerKey&) const = default;

  private:
    std::string name_;
    crypto::Ed25519PublicKey key_;
    std::uint32_t id_;
};

/// A witness's private key with its name.
class Cosigner {
  public:
    /// `name` must be a key name.
    Cosigner(std::string name, crypto::SigningKey key);

    /// The form for key files, as NoteSigner's with 0x04 for 0x01.
    static Result<Cosigner> parse(ByteView text);
    SecretBytes text() const;

    const CosignerKey& verifier() const { return verifier_; }

    /// Signs that the witness has seen the checkpoint at this time, at most latest_time. Whether
    /// it may be signed is for the caller to say: a witness signs only what goes on from all that
    /// it has signed before.
    NoteSignature cosign(const Checkpoint& checkpoint, std::uint64_t time) const;

  private:
    crypto::SigningKey key_;
    CosignerKey verifier_;
};

/// Which witnesses a log has, and how many of them must have signed a checkpoint.
class WitnessPolicy {
  public:
    static constexpr std::size_t most_witnesses = 64;

    /// ErrorCode::malformed unless there are at most 64 witnesses with different names and
    /// different public keys, and the quorum is more than half of them and at most all.
    static Result<WitnessPolicy> of(std::uint64_t quorum, std::vector<CosignerKey> keys);

    /// ErrorCode::malformed if a witness has the name or the public key of one of these.
    Outcome must_differ_from(std::span<const VerifierKey> others) const;

    std::size_t quorum() const { return quorum_; }

    const std::vector<CosignerKey>& keys() const { return keys_; }

    bool operator==(const WitnessPolicy&) const = default;

  private:
    WitnessPolicy(std::size_t quorum, std::vector<CosignerKey> keys)
        : quorum_(quorum), keys_(std::move(keys)) {}

    std::size_t quorum_;
    std::vector<CosignerKey> keys_;
};

/// A good line of a witness of a policy.
struct Cosignature {
    std::size_t witness = 0; ///< its place in WitnessPolicy::keys()
    std::uint64_t time = 0;  ///< seconds since 1970
    NoteSignature line;
};

/// The good ones among these lines, in their order; one witness may have several. Lines that are
/// not good, or by strangers, count nothing.
std::vector<Cosignature> good_cosignatures(const WitnessPolicy& policy,
                                           const Checkpoint& checkpoint,
                                           std::span<const NoteSignature> lines);

/// How many witnesses have signed, each counted once, and between which times they say that they
/// did. The times are what the witnesses' clocks showed.
struct WitnessCount {
    std::size_t count = 0;
    std::optional<std::uint64_t> earliest;
    std::optional<std::uint64_t> latest;
};

WitnessCount count_witnesses(std::span<const Cosignature> good);

/// The note of a checkpoint with the log's signature and, in the order of the policy, one good line
/// of each witness who has one in the checkpoint's own note or else in `lines`. Nothing else of the
/// note is kept.
Bytes cosigned_note(const SignedCheckpoint& checkpoint, const VerifierKey& log,
                    const WitnessPolicy& policy, std::span<const NoteSignature> lines);

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// keys.json: the public outcome of the ceremony (protocol.md section 3).
#pragma once

#include "protocol/ceremony.h"

#include <string>

namespace evote::protocol {

/// The longest name of a trustee, in bytes of UTF-8.
inline constexpr std::size_t longest_trustee_name = 128;

/// Whether a text can be a trustee's name: 1 to longest_trustee_name bytes of UTF-8, nothing
/// invisible or that changes the order of printed text, no blank at either end.
bool is_trustee_name(std::string_view name);

/// One trustee in keys.json.
struct TrusteeKeys {
    std::string name;
    std::string signer; ///< C2SP verifier key `<manifest id>/trustee-<i>+<hash>+<base64>`
    Dealing dealing;
};

/// The keys of an election. A PublicKeys that exists is verified: N trustees of the manifest's
/// ceremony, every possession proof, no identity, keys that are the sums of the trustees' parts. Of
/// each signer only the name is checked here; whoever verifies signatures checks the rest.
class PublicKeys {
  public:
    using Element = group::Ristretto255::Element;

    /// Reads keys.json strictly. ErrorCode::malformed for a wrong form, ErrorKind::invalid for
    /// wrong content; the trustee is named. Variable time.
    static Result<PublicKeys> parse(ByteView file, const Manifest& manifest);

    /// Makes them at the end of a ceremony. `trustees` are all N, in order, with valid names.
    static Result<PublicKeys> combine(const Manifest& manifest, std::vector<TrusteeKeys> trustees);

    /// The joint keys h_1..h_B.
    std::span<const Element> keys() const { return keys_; }

    /// S[j][1..B] of trustee j (1..N).
    std::vector<Element> share_keys(std::uint16_t trustee) const;

    std::uint16_t trustee_count() const { return static_cast<std::uint16_t>(trustees_.size()); }

    std::uint16_t threshold() const { return threshold_; }

    /// Trustee 1..N.
    const TrusteeKeys& trustee(std::uint16_t index) const;

    /// The bytes of the file.
    ByteView file() const { return file_; }

    /// SHA-256 of the file.
    const Digest32& hash() const { return hash_; }

    /// SHA-256 of the manifest.json that they were verified for.
    const Digest32& manifest_hash() const { return manifest_; }

  private:
    PublicKeys() = default;
    static Result<PublicKeys> sum_up(const Manifest& manifest, std::vector<TrusteeKeys> trustees);

    Digest32 manifest_{};
    std::uint16_t threshold_ = 0;
    std::vector<TrusteeKeys> trustees_;
    std::vector<Element> joint_; // sums of commitments, in order k then n
    std::vector<Element> keys_;
    Bytes file_;
    Digest32 hash_{};
};

/// The key name of a trustee's notes: `<manifest id>/trustee-<i>`.
std::string trustee_key_name(const Manifest& manifest, std::uint16_t trustee);

} // namespace evote::protocol

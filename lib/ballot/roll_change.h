// SPDX-License-Identifier: Apache-2.0
// The bytes of a roll change, an entry by which all registrars together replace or revoke a voter's
// credential (protocol.md section 4a), and the proofs in it. Signatures are checked by
// protocol::EntryVerifier, which knows the registrars' keys.
#pragma once

#include "ballot/credential.h"
#include "ballot/entry.h"
#include "ballot/verdict.h"
#include "crypto/random.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace evote::ballot {

enum class ChangeAction : std::uint8_t {
    revoke = 0,  ///< the voter's ballot no longer counts, and no later one is taken
    replace = 1, ///< the voter has another credential from then on
};

/// The header besides the start.
struct ChangeHeader {
    std::uint64_t until = 0; ///< the change is valid only at an index below this
    ByteArray<32> old{};     ///< the credential that ends
    ChangeAction action = ChangeAction::revoke;
};

/// What a change that is good by itself asks for.
struct RollChange {
    std::uint64_t until = 0;
    ByteArray<32> old{};
    ChangeAction action = ChangeAction::revoke;
    ByteArray<32> replacement{}; ///< the sum of the halves, if any: may be the identity

    bool operator==(const RollChange&) const = default;
};

/// A registrar's part of a replacement.
struct ReplacementHalf {
    ByteArray<32> half{};
    ByteArray<32> commitment{}; ///< T
    ByteArray<32> response{};   ///< zeta
};

/// Where everything is in the changes of an election with this many registrars.
class ChangeLayout {
  public:
    static constexpr std::size_t header_size =
        entry_start_size + sizeof(std::uint64_t) + 32 + sizeof(std::uint8_t);
    static constexpr std::size_t half_size = std::size_t{3} * 32;
    static constexpr std::size_t signature_size = 64;

    explicit ChangeLayout(std::uint8_t registrars) : registrars_(registrars) {}

    std::uint8_t registrars() const { return registrars_; }

    std::size_t size(ChangeAction action) const {
        return signed_size(action) + registrars_ * signature_size;
    }

    /// The length of header and halves: what the signatures are over.
    std::size_t signed_size(ChangeAction action) const {
        return header_size + (action == ChangeAction::replace ? registrars_ * half_size : 0);
    }

    /// Where registrar `i` (from 1) has its half and its signature.
    std::size_t half_at(std::uint8_t i) const { return header_size + (i - 1U) * half_size; }

    std::size_t signature_at(ChangeAction action, std::uint8_t i) const {
        return signed_size(action) + (i - 1U) * signature_size;
    }

  private:
    std::uint8_t registrars_;
};

/// A change of which every part but the header is zero bytes.
Bytes begin_change(const Digest32& fingerprint, const ChangeHeader& header,
                   const ChangeLayout& layout);

/// The header of what has the length of such an entry; nothing for another length or action. The
/// start and everything else are not looked at.
std::optional<ChangeHeader> read_change_header(ByteView entry, const ChangeLayout& layout);

/// What registrars sign: "evote/v1/roll-change" || 0x00 || header || halves.
Bytes change_message(ByteView header_and_halves);

/// c_i = Hs("registrar/replacement", header || u8 i || half || T).
group::Ristretto255::Scalar replacement_challenge(ByteView header, std::uint8_t registrar,
                                                  ByteView half, ByteView commitment);

/// A half with the proof that its registrar knows its secret, for the change with this header.
/// Constant time in the secret; the nonce is hedged with it.
ReplacementHalf prove_replacement(ByteView header, std::uint8_t registrar, const Half& half,
                                  crypto::Random& random);

/// Whether a registrar's half in a change is an element other than the identity, and has a good
/// proof. Variable time.
bool half_holds(ByteView change, const ChangeLayout& layout, std::uint8_t registrar);

/// Puts a registrar's half, or signature, where it belongs.
void put_half(Bytes& change, const ChangeLayout& layout, std::uint8_t registrar,
              const ReplacementHalf& half);
void put_signature(Bytes& change, const ChangeLayout& layout, std::uint8_t registrar,
                   const ByteArray<ChangeLayout::signature_size>& signature);

/// What was found of an entry by itself, but for its signatures.
struct ReadChange {
    Verdict verdict = Verdict::malformed; ///< valid, malformed, other election, registrar proof
    std::optional<RollChange> change;     ///< if and only if valid
};

/// Variable time.
ReadChange read_change(ByteView entry, const Digest32& fingerprint, const ChangeLayout& layout);

} // namespace evote::ballot

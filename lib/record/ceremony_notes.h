// SPDX-License-Identifier: Apache-2.0
// What the trustees sign in the rounds of the key ceremony: the texts of their notes, each with one
// encoding (docs/record.md, "Ceremony notes").
#pragma once

#include "board/note.h"
#include "protocol/keys.h"
#include "record/ceremony_round.h"
#include "record/seals.h"
#include "secretfile/age.h"

#include <optional>
#include <string>
#include <vector>

namespace evote::record {

/// Which note: its file is `<round>-<trustee>.note`.
struct CeremonyNoteName {
    CeremonyRound round = CeremonyRound::join;
    std::uint16_t trustee = 0;

    std::string file() const;

    auto operator<=>(const CeremonyNoteName&) const = default;
};

/// Round 1: who a trustee is, and the hash of what it will deal.
struct JoinNote {
    std::uint16_t trustee = 0;
    std::string name;
    board::VerifierKey signer;
    secretfile::AgeRecipient recipient;
    Digest32 commitments{}; ///< dealing_hash()

    std::string text(const protocol::Manifest& manifest) const;
    /// Strict. ErrorCode::malformed with the line; ErrorCode::other_election for another manifest.
    static Result<JoinNote> parse(std::string_view text, const protocol::Manifest& manifest);
};

/// Round 2: the commitments, and everybody's share, encrypted.
struct DealNote {
    std::uint16_t trustee = 0;
    Digest32 joins{}; ///< joins_hash() of the join notes that the dealer saw
    protocol::Dealing dealing;
    /// Binary age files, in the order of trustees; that of the dealer is empty.
    std::vector<Bytes> shares;

    std::string text(const protocol::Manifest& manifest) const;
    /// Strict, as JoinNote::parse. A dealing that does not verify is ErrorCode::bad_proof.
    static Result<DealNote> parse(std::string_view text, const protocol::Manifest& manifest);
};

/// Round 3: what a trustee saw, and whose shares were bad.
struct CheckNote {
    std::uint16_t trustee = 0;
    Digest32 transcript{};
    std::vector<std::uint16_t> accused; ///< increasing, without the trustee itself

    std::string text(const protocol::Manifest& manifest) const;
    static Result<CheckNote> parse(std::string_view text, const protocol::Manifest& manifest);
};

/// The shares that others complained about, in the clear.
struct AnswerNote {
    struct Share {
        std::uint16_t recipient = 0;
        std::vector<group::Ristretto255::Scalar> values;
    };

    std::uint16_t trustee = 0;
    Digest32 transcript{};
    std::vector<Share> shares; ///< at least one, increasing by recipient

    std::string text(const protocol::Manifest& manifest) const;
    static Result<AnswerNote> parse(std::string_view text, const protocol::Manifest& manifest);
};

/// Whether a file begins as notes of a key ceremony do, of whatever election. `beginning` has at
/// least its first 64 bytes, or all of it.
bool begins_as_note(std::string_view beginning);

/// Which note this claims to be, by its first line and trustee. The text of a seal names no
/// trustee: the names of its signatures, in order, say whose seal it is, and there may be several.
/// Nothing is verified. ErrorCode::malformed if it is not a ceremony note.
Result<std::vector<CeremonyNoteName>> names_of_note(const board::Note& note,
                                                    const protocol::Manifest& manifest);

/// A note whose signature was verified.
template <class Body>
struct SignedNote {
    Body body;
    board::Note note;
    Digest32 text_hash{}; ///< SHA-256 of the signed text
};

/// Opens a join note, which is signed by the key that it names.
Result<SignedNote<JoinNote>> open_join_note(const board::Note& note,
                                            const protocol::Manifest& manifest);

/// Opens another note of the trustee with this key. A wrong signature is ErrorCode::bad_signature;
/// a signed text that is not as it must be is ErrorCode::trustee_at_fault.
template <class Body>
Result<SignedNote<Body>> open_note(const board::Note& note, const protocol::Manifest& manifest,
                                   const JoinNote& join);

/// SHA-256("evote/v1/ceremony/joins" || 0x00 || SHA-256(manifest.json) || SHA-256 of the texts of
/// all join notes, in order).
Digest32 joins_hash(const protocol::Manifest& manifest, std::span<const Digest32> joins);

/// The transcript hash: SHA-256("evote/v1/ceremony/transcript" || 0x00 || SHA-256(manifest.json) ||
/// SHA-256 of the texts of all join notes || of all deal notes, each in order).
Digest32 transcript_hash(const protocol::Manifest& manifest, std::span<const Digest32> joins,
                         std::span<const Digest32> deals);

} // namespace evote::record

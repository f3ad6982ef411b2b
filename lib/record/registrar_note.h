// SPDX-License-Identifier: Apache-2.0
// What a registrar signs of its halves: registrars/<i>.note (protocol.md section 4a).
#pragma once

#include "board/note.h"
#include "protocol/dealing.h"
#include "protocol/manifest.h"

#include <cstdint>
#include <string>

namespace evote::record {

/// A note whose text was read. It means nothing until must_be_signed() has passed.
struct RegistrarNote {
    std::uint8_t registrar = 0;
    Digest32 list{};   ///< of the private list that the registrar was given
    Digest32 halves{}; ///< SHA-256 of registrars/<i>.csv
    protocol::PossessionProof proof{};
    board::Note note{"\n"};

    /// The text to be signed, of a note without one.
    std::string text(const protocol::Manifest& manifest) const;

    /// The bytes of the file. The signer's key is that of this registrar, which is checked.
    Bytes sign(const protocol::Manifest& manifest, const board::NoteSigner& signer) const;

    /// Strict. ErrorCode::other_registrar if it is not that of `registrar`,
    /// ErrorCode::other_election if it is of another manifest, ErrorCode::malformed.
    static Result<RegistrarNote> parse(ByteView file, const protocol::Manifest& manifest,
                                       std::uint8_t registrar);

    /// ErrorCode::bad_signature.
    Outcome must_be_signed(const board::VerifierKey& key) const;
};

} // namespace evote::record

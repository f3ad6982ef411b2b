// SPDX-License-Identifier: Apache-2.0
// The board's signed word that it does not take what was sent to it, for whoever was refused to
// show to others.
#pragma once

#include "board/merkle.h"
#include "board/note.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace evote::board {

/// That these bytes were not taken, why, and what the log was then: so that others can see whether
/// the reason is true.
struct SignedRefusal {
    Digest32 election{};    ///< what the entries of the log are bound to
    Digest32 entry{};       ///< SHA-256 of the bytes that were sent
    std::string reason;     ///< the protocol's word, or another of lower-case letters and blanks
    TreeHead log;           ///< the log in which the entry has no place
    std::uint64_t time = 0; ///< by the board's clock, in seconds since 1970

    /// Six lines: "evote-refused-1", "election <hex>", "entry <hex>", "reason <words>",
    /// "log <size> <root in hex>", "time <seconds>". No other note of a board begins so.
    std::string text() const;
    /// Strict; ErrorCode::malformed for anything that text() does not write.
    static Result<SignedRefusal> parse(std::string_view text);

    bool operator==(const SignedRefusal&) const = default;
};

/// A signed note. Errors as Note::parse and Note::verify.
Result<SignedRefusal> open_refusal(ByteView note, const VerifierKey& board);
Bytes sign_refusal(const SignedRefusal& refusal, const NoteSigner& board);

} // namespace evote::board

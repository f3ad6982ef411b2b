// SPDX-License-Identifier: Apache-2.0
// The board's word in the log's folder that it went on after a loss, for observers to see.
#pragma once

#include "board/merkle.h"
#include "board/note.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evote::board {

/// A log that goes on although its key remembered, or may have signed, another end of it.
struct Resumption {
    Digest32 election{};                ///< what the entries of the log are bound to
    std::optional<TreeHead> remembered; ///< nothing if the key remembered nothing any more
    TreeHead from;                      ///< the log as it was found
    std::uint64_t time = 0;             ///< by the board's clock, in seconds since 1970

    /// Five lines: "evote-resumed-1", "election <hex>", "remembered <size> <root in hex>" or
    /// "remembered -", "from <size> <root in hex>", "time <seconds>".
    std::string text() const;
    /// Strict; ErrorCode::malformed for anything that text() does not write.
    static Result<Resumption> parse(std::string_view text);

    bool operator==(const Resumption&) const = default;
};

/// A signed note. Errors as Note::parse and Note::verify.
Result<Resumption> open_resumption(ByteView note, const VerifierKey& board);
Bytes sign_resumption(const Resumption& resumption, const NoteSigner& board);

/// "resumed-<number>.note"; numbers are from 1 on.
std::string resumption_name(std::uint64_t number);
/// The inverse; any other name gives nullopt.
std::optional<std::uint64_t> resumption_number(std::string_view name);

} // namespace evote::board

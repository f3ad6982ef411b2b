// SPDX-License-Identifier: Apache-2.0
#include "evote/board.h"

#include "board/receipt.h"
#include "evote/bytes.h"

namespace evote {

Result<IncludedEntry> check_inclusion(std::string_view receipt, std::span<const std::uint8_t> entry,
                                      std::string_view log_key) {
    EVOTE_TRY(const board::VerifierKey key, board::VerifierKey::parse(log_key));
    EVOTE_TRY(const board::Receipt parsed, board::Receipt::parse(bytes_of(receipt)));
    EVOTE_TRY(const board::SignedCheckpoint signed_then, board::verify_receipt(parsed, entry, key));
    return IncludedEntry{parsed.index, signed_then.size(), signed_then.root()};
}

} // namespace evote

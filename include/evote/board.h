// SPDX-License-Identifier: Apache-2.0
/// @file
/// A board's log as such, for whoever knows nothing of elections.
#pragma once

#include "evote/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace evote {

/// A signed state of a log, and an entry that is in it.
struct IncludedEntry {
    std::uint64_t index = 0;             ///< the entry's place
    std::uint64_t log_size = 0;          ///< how many entries the log had
    std::array<std::uint8_t, 32> root{}; ///< of its Merkle tree (RFC 9162, section 2.1)
};

/// Whether an entry was in a log when its key signed the checkpoint of this receipt (C2SP
/// tlog-proof with a checkpoint as in tlog-checkpoint). `log_key` is a verifier key
/// "name+hash+base64". Errors: malformed (receipt or key), bad_receipt (the path does not lead to
/// the root), bad_signature. Variable time: everything here is public.
Result<IncludedEntry> check_inclusion(std::string_view receipt, std::span<const std::uint8_t> entry,
                                      std::string_view log_key);

} // namespace evote

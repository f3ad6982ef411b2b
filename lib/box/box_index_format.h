// SPDX-License-Identifier: Apache-2.0
// The bytes of the file of box/box_index.h.
//
// "evote-box-index-1\n" || F || salt, and then a record for each append: u64 size and root of the
// log after it || u32 count || per ballot: u32 voter, u16 count, u64 per alpha || SHA-256(the hash
// that ends the record before, or the header || this record).
#pragma once

#include "box/box_memory.h"

#include <optional>

namespace evote::box {

/// A file that is being written: what is new in it, and the hash at its end.
struct BoxIndexBytes {
    Bytes bytes;
    Digest32 chain{};

    /// Begins a file.
    void add_header(const Digest32& fingerprint, const ByteArray<16>& salt);

    /// A record of ballots that follow in the log, and where the log stands after them.
    void add_record(std::span<const BoxBallot> ballots, const board::TreeHead& log);

    /// A record of everything that `memory` has.
    void add_all(const BoxMemory& memory);
};

struct BoxIndexContent {
    BoxMemory memory;
    Digest32 chain{};   ///< at the end of what `memory` has
    bool whole = false; ///< the file has nothing else
};

/// Everything up to the first record that is torn, altered, or beyond a log of `log_size` entries,
/// added to `memory`, an empty one. Nothing for another file, or one of another election.
std::optional<BoxIndexContent> read_box_index(ByteView file, const Digest32& fingerprint,
                                              std::uint64_t log_size, BoxMemory memory);

} // namespace evote::box

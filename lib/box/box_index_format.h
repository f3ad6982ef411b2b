// SPDX-License-Identifier: Apache-2.0
// The bytes of the file of box/box_index.h.
//
// "evote-box-index-2\n" || F || salt, and then a step for each append: u64 size and root of the log
// after it || u32 count || per ballot: u32 voter, u16 count, u64 per alpha, or per roll change: u32
// 2^32 - 2, u64 until, old credential, u8 action, new credential || HMAC-SHA256(what ends
// the step before, or of the header || this step), under a key that is derived from the board's.
#pragma once

#include "box/box_memory.h"
#include "crypto/hmac.h"

#include <optional>

namespace evote::box {

/// A file that is being written: what is new in it, and the code at its end.
class BoxIndexBytes {
  public:
    /// To go on with a file that ends in `chain`, or to begin one. `key` must outlive this.
    explicit BoxIndexBytes(const crypto::MacKey& key, const Digest32& chain = {})
        : key_(key), chain_(chain) {}

    /// Begins a file.
    void add_header(const Digest32& fingerprint, const ByteArray<16>& salt);

    /// Ballots that follow in the log, and the log after them.
    void add_step(std::span<const BoxBallot> ballots, const board::TreeHead& log);

    /// One step with everything that `memory` has.
    void add_all(const BoxMemory& memory);

    const Bytes& bytes() const { return bytes_; }

    const Digest32& chain() const { return chain_; }

  private:
    const crypto::MacKey& key_;
    Bytes bytes_;
    Digest32 chain_;
};

struct BoxIndexContent {
    BoxMemory memory;
    Digest32 chain{};   ///< at the end of what `memory` has
    bool whole = false; ///< the file has nothing else
};

/// Everything up to the first step that is torn, altered, not by this key, or beyond a log of
/// `log_size` entries, added to `memory`, an empty one. Nothing for another file, or one of another
/// election.
std::optional<BoxIndexContent> read_box_index(ByteView file, const crypto::MacKey& key,
                                              const Digest32& fingerprint, std::uint64_t log_size,
                                              BoxMemory memory);

} // namespace evote::box

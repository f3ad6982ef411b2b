// SPDX-License-Identifier: Apache-2.0
// The memory of the box on disk (box/box_index_format.h), beside the board's key: it saves
// verifying the whole log again before each append, can be deleted at any time, and is believed
// only as far as it was written with the key and fits the log.
#pragma once

#include "board/log_reader.h"
#include "box/box_memory.h"
#include "crypto/hmac.h"

#include <filesystem>

namespace evote::box {

class BoxIndex {
  public:
    BoxIndex(std::filesystem::path path, crypto::MacKey key, const Digest32& fingerprint)
        : path_(std::move(path)), key_(std::move(key)), fingerprint_(fingerprint) {}

    /// The memory of the longest beginning of the log that the file covers; an empty one if there
    /// is no file, or one that does not fit. Only a log that cannot be read is an error.
    Result<BoxMemory> load(board::LogReader& log, std::size_t voters, crypto::Random& random);

    /// Whether save() goes on with the file that is there; otherwise it writes one anew.
    bool can_be_continued() const { return fits_; }

    /// Makes the file cover `memory`, which has the `ballots` besides what the file covers already.
    /// ErrorCode::not_a_file if something else has its name, and through no link.
    Outcome save(const BoxMemory& memory, std::span<const BoxBallot> ballots);

  private:
    std::filesystem::path path_;
    crypto::MacKey key_;
    Digest32 fingerprint_;
    Digest32 chain_{};  // the code at the end of the file
    bool fits_ = false; // the file covers all that was loaded and nothing else
};

} // namespace evote::box

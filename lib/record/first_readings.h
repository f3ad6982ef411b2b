// SPDX-License-Identifier: Apache-2.0
// Entries that are read a second time from the log.
#pragma once

#include "board/log_reader.h"
#include "crypto/sha2.h"
#include "evote/result.h"

#include <span>
#include <vector>

namespace evote::record {

/// The log's bytes have changed.
inline Error log_changed() {
    return {ErrorCode::log_changed, msg("the log was changed while it was being read"), {}, {}};
}

/// What a log's bundles were when they were first read, so that a later reading of the same entries
/// is the same or is noticed. 32 bytes a bundle. Different bundles may be used by different
/// threads.
class FirstReadings {
  public:
    explicit FirstReadings(const board::LogReader& log) : log_(log), hashes_(log.bundles()) {}

    /// `leaves` are the hashes of the bundle's entries.
    void note(std::uint64_t bundle, std::span<const Digest32> leaves) {
        hashes_[bundle] = hash_of(leaves);
    }

    /// A bundle that could be read before, and its leaf hashes were noted. ErrorCode::log_changed
    /// if it cannot be read now or has other entries.
    Result<board::EntryBundle> read_again(std::uint64_t bundle) const {
        auto out = log_.bundle(bundle);
        if (!out && kind_of(out.error().code) == ErrorKind::system)
            return out;
        if (!out || hash_of(leaves_of(*out)) != hashes_[bundle])
            return fail(log_changed());
        return out;
    }

  private:
    static std::vector<Digest32> leaves_of(const board::EntryBundle& bundle) {
        std::vector<Digest32> out;
        for (unsigned i = 0; i < bundle.size(); ++i)
            out.push_back(board::leaf_hash(bundle[i]));
        return out;
    }

    static Digest32 hash_of(std::span<const Digest32> leaves) {
        crypto::Sha256 hash;
        for (const Digest32& leaf : leaves)
            hash.add(leaf);
        return hash.finish();
    }

    const board::LogReader& log_;
    std::vector<Digest32> hashes_;
};

} // namespace evote::record

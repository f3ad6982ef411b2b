// SPDX-License-Identifier: Apache-2.0
// What is known of a log from an earlier verification of its entries.
#pragma once

#include "board/merkle.h"

#include <cstdint>
#include <vector>

namespace evote::record {

/// Entries in a row.
struct EntryRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    bool operator==(const EntryRange&) const = default;
};

/// The beginning of a log of one election that was verified before: of each of its entries, but for
/// exceptions, the proofs were checked and hold, or it is a roll change or the closing entry. It
/// says nothing about the order of entries, and nothing about an exception.
class VerifiedPart {
  public:
    /// More of them are put together, with what is between them.
    static constexpr std::size_t most_exceptions = 1024;

    /// Nothing of this election's log.
    explicit VerifiedPart(const Digest32& election) : election_(election) {
        log_.root = board::empty_root();
    }

    /// The exceptions are in order and apart from each other.
    VerifiedPart(const Digest32& election, const board::TreeHead& log,
                 std::vector<EntryRange> exceptions)
        : election_(election), log_(log), exceptions_(std::move(exceptions)) {}

    /// Its fingerprint.
    const Digest32& election() const { return election_; }

    const board::TreeHead& log() const { return log_; }

    const std::vector<EntryRange>& exceptions() const { return exceptions_; }

    /// An entry, after all those that were excepted before, of which nothing is known.
    void except(std::uint64_t entry);

    /// It reaches to here now.
    void extend(const board::TreeHead& log) { log_ = log; }

    /// Whether all these entries are among those that were verified.
    bool covers(std::uint64_t first, std::uint64_t count) const;

    bool operator==(const VerifiedPart&) const = default;

  private:
    Digest32 election_{};
    board::TreeHead log_;
    std::vector<EntryRange> exceptions_;
};

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// The roll: who may vote, by credential and without names (roll.csv, protocol.md section 4).
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"
#include "protocol/manifest.h"
#include "protocol/row_reader.h"
#include "protocol/voter_place.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

/// One voter; 40 bytes.
struct RollEntry {
    ByteArray<32> credential; ///< an encoded element, which is not checked here
    std::uint32_t weight_less_one;
    std::uint16_t district; ///< place in the manifest

    /// 1 to 2^32.
    std::uint64_t weight() const { return std::uint64_t{weight_less_one} + 1; }
};

/// A valid roll, sorted by credential. Thread-safe for reading.
class Roll {
  public:
    static constexpr std::uint64_t largest_weight = protocol::largest_weight;
    static constexpr std::uint64_t largest_sum = largest_weight_sum;

    /// Reads a whole roll.csv; see RollReader.
    static Result<Roll> parse(ByteView bytes, const Manifest& manifest);

    std::span<const RollEntry> entries() const { return entries_; }

    /// The place of a credential among the entries. Variable time.
    std::optional<std::size_t> find(const ByteArray<32>& credential) const;

    /// The sum of all weights.
    std::uint64_t total_weight() const { return total_weight_; }

    /// SHA-256 of the exact bytes of the file.
    const Digest32& hash() const { return hash_; }

    /// SHA-256 of the manifest.json whose districts it names.
    const Digest32& manifest_hash() const { return manifest_; }

  private:
    friend class RollReader;

    Roll() = default;

    std::vector<RollEntry> entries_;
    std::uint64_t total_weight_ = 0;
    Digest32 hash_{};
    Digest32 manifest_{};
};

/// Reads roll.csv piece by piece. Refuses (ErrorCode::malformed, with the line) anything but: the
/// header, then rows in strictly increasing order of the credential, each with a credential in
/// lower-case hex that is not the identity, a district of the manifest and a weight from 1 to 2^32;
/// weights that add up to at most 2^40; every line ended by LF. A roll without voters is valid.
/// After an error the reader must not be used again. One thread at a time.
class RollReader {
  public:
    /// The manifest must outlive the reader.
    explicit RollReader(const Manifest& manifest);

    /// The next piece of the file, cut anywhere.
    Outcome add(ByteView piece);
    /// After the last piece.
    Result<Roll> finish() &&;

  private:
    Outcome add_row(std::string_view row);
    Outcome add_entry(const RollEntry& entry);

    const Manifest& manifest_;
    Roll roll_;
    RowReader rows_;
};

/// Writing a roll: the header once, then the rows sorted by credential. Each appends to `out`,
/// which the caller may empty in between.
void append_roll_header(Bytes& out);
void append_roll_row(Bytes& out, const RollEntry& entry, const Manifest& manifest);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// Whose code it is and whether it is valid, without the whole record: small static files of halves
// by prefix (docs/record.md, "The lookup of halves"). All that they tell is public. Variable time.
#pragma once

#include "record/numbered_voters.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote::record {

/// What a lookup is about.
struct LookupFacts {
    static constexpr std::string_view file_name = "about.txt";

    Digest32 election{}; ///< fingerprint
    Digest32 manifest{}; ///< SHA-256 of manifest.json
    std::uint8_t registrars = 1;
    board::TreeHead log; ///< up to where roll changes were read
    unsigned digits = 0; ///< how many hex digits of a half name its file

    std::string text() const;

    /// Strict. ErrorCode::malformed, with the line.
    static Result<LookupFacts> parse(ByteView file);

    /// The name of the file that a half is in.
    std::string file_of(const ByteArray<32>& half) const;
};

/// A half in a lookup.
struct LookupRow {
    ByteArray<32> half{};
    std::uint8_t registrar = 0; ///< who made it
    std::uint64_t number = 0;   ///< of the voter
    protocol::CredentialStanding::Kind kind = protocol::CredentialStanding::Kind::unknown;
    std::optional<std::uint64_t> entry; ///< the roll change that brought it; none if it was sealed

    bool operator==(const LookupRow&) const = default;
};

/// How programs read what became of a code: "current", "replaced" or "revoked".
std::string_view word_of(protocol::CredentialStanding::Kind kind);

/// One file of a lookup: its rows, which are in the order of their halves and registrars.
std::string lookup_file_text(std::span<const LookupRow> rows);

/// Strict. ErrorCode::malformed, with the line.
Result<std::vector<LookupRow>> parse_lookup_file(ByteView file);

/// All halves of an election, as they are at the end of its log.
class HalfLookup {
  public:
    /// A file has so many halves at the least, on average and if there are as many; less than
    /// sixteen times as many at the most.
    static constexpr std::uint64_t halves_a_file = 32;

    /// The arguments outlive the object. Errors as NumberedVoters::numbers. The history is read
    /// from a log, which is checked.
    static Result<HalfLookup> make(const OpenRecord& record, const NumberedVoters& voters,
                                   const RollHistory& history);

    const LookupFacts& facts() const { return facts_; }

    std::uint64_t size() const { return order_.size(); }

    /// Gives each file with its name, the same bytes for the same record; an error of `put` ends
    /// it.
    using Put = std::function<Outcome(const std::string& name, ByteView bytes)>;
    Outcome write(const Put& put) const;

  private:
    // One half: a voter's sealed one by number, or that of a roll change by its place in the
    // history.
    struct Place {
        std::uint64_t key; // the first bytes of the half
        std::uint32_t index;
        std::uint8_t registrar;
        bool in_log;
    };

    HalfLookup(const NumberedVoters& voters, const RollHistory& history)
        : voters_(&voters), history_(&history) {}

    Outcome find_changed();
    void collect();
    ByteArray<32> half_at(const Place& place) const;
    LookupRow row_at(const Place& place) const;

    const NumberedVoters* voters_;
    const RollHistory* history_;
    LookupFacts facts_;
    std::map<std::uint64_t, std::uint32_t> changed_; // places in the roll, by number
    std::map<std::uint32_t, std::uint64_t> numbers_; // and the other way
    std::vector<Place> order_;
};

/// The row of a registrar's half among those of its file.
std::optional<LookupRow> find_half(std::span<const LookupRow> rows, std::uint8_t registrar,
                                   const ByteArray<32>& half);

} // namespace evote::record

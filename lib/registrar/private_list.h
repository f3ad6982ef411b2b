// SPDX-License-Identifier: Apache-2.0
// The list of voters that the commission gives to all registrars (protocol.md section 4a). Private,
// but not secret: names, and a salt for each, so that the list hash tells nothing of them. Variable
// time.
#pragma once

#include "board/merkle.h"
#include "crypto/random.h"
#include "protocol/voter_place.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evote::registrar {

/// A voter who is to be on a list: the name that people know, of 1 to longest_voter_name bytes of
/// UTF-8.
struct NamedVoter {
    std::string name;
    protocol::VoterPlace place;
};

inline constexpr std::size_t longest_voter_name = 256;

/// One row of a list that was read. Valid as long as the list.
struct ListRow {
    std::uint64_t number; ///< from 1
    std::string_view voter;
    protocol::VoterPlace place;
    std::string_view text; ///< without its line end: what the leaf of the tree is made of
};

/// One row, and what shows that it is in the list.
struct RowOpening {
    std::uint64_t number = 0; ///< from 1
    std::uint64_t rows = 0;   ///< of the whole list
    std::string text;
    board::MerklePath path;
};

/// The rows of a list whose districts nobody has looked at, for want of the manifest: they can be
/// opened. Header `number,voter,district,weight,salt`, then rows in the order of their numbers.
class ListRows {
  public:
    /// Strict. ErrorCode::malformed, with the line, for anything but such rows; for a name that
    /// cannot be one ErrorCode::bad_voters.
    static Result<ListRows> parse(Bytes file);

    std::uint64_t size() const { return ends_.size(); }

    /// The row of a number, 1 to size(), without its line end.
    std::string_view text(std::uint64_t number) const;

    /// The RFC 6962 tree hash over the rows: the list hash.
    const Digest32& hash() const { return hash_; }

    /// For auditors who drew this number in public.
    RowOpening open_row(std::uint64_t number) const;

  private:
    explicit ListRows(Bytes file) : file_(std::move(file)) {}

    Outcome read();
    Digest32 subtree(unsigned level, std::uint64_t index) const;

    Bytes file_;
    std::uint64_t begin_ = 0;         // of the first row
    std::vector<std::uint64_t> ends_; // of each row, at its line feed
    Digest32 hash_{};
};

/// The list.
class PrivateList {
  public:
    /// The file of a new list, its order and salts drawn from `random`. ErrorCode::bad_voters for
    /// names that are no voter's or that are there twice, in whatever form.
    static Result<Bytes> draw(std::span<const NamedVoter> voters,
                              const protocol::Manifest& manifest, crypto::Random& random);

    /// Strict. ErrorCode::malformed, with the line, for anything but such a list; for a voter who
    /// is there twice, in whatever form, ErrorCode::bad_voters, with both lines.
    static Result<PrivateList> parse(Bytes file, const protocol::Manifest& manifest);

    std::uint64_t size() const { return rows_.size(); }

    /// The row of a number, 1 to size().
    ListRow row(std::uint64_t number) const;

    /// The list hash; see ListRows.
    const Digest32& hash() const { return rows_.hash(); }

    /// See ListRows.
    RowOpening open_row(std::uint64_t number) const { return rows_.open_row(number); }

  private:
    explicit PrivateList(ListRows rows) : rows_(std::move(rows)) {}

    Outcome read_places(const protocol::Manifest& manifest);
    Outcome names_differ() const;

    ListRows rows_;
    std::vector<protocol::VoterPlace> places_;
};

/// ErrorCode::invalid unless the row is row `opening.number` of the list with this hash: its number
/// is in it, and the path leads to the hash.
Outcome check_row(const RowOpening& opening, const Digest32& list_hash);

} // namespace evote::registrar

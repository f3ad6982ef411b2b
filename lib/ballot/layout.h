// SPDX-License-Identifier: Apache-2.0
// The bytes of a ballot (protocol.md section 5): one description of its fields, from which length,
// places, reading, writing, tracker and challenges follow.
#pragma once

#include "ballot/entry.h"
#include "evote/check.h"
#include "proof/ballot_shape.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace evote::ballot {

/// The parts of a ballot, in their order. Header and cipher are what its tracker hashes; these and
/// the first commitments are hashed for the first challenge, the second ones for the second.
enum class Part { header, cipher, first, second, response };

inline constexpr std::size_t part_count = 5;

/// The fields, with the names of the protocol.
enum class Field {
    start,                 ///< version, kind, F
    district,              ///< u16, place in the manifest
    counter,               ///< u64
    credential,            ///< Element
    cipher,                ///< Elements: per contest alpha, beta[bits]
    encryption_commitment, ///< Elements: per contest A_0, A[bits]
    mask,                  ///< Scalars: per contest one for each rule
    credential_commitment, ///< Element R
    d0,                    ///< Element D_0
    d1,                    ///< Element D_1
    response,              ///< Scalars: per contest z, f[bits]
    z_d,                   ///< Scalar
    z_credential,          ///< Scalar
};

/// An element or a scalar.
inline constexpr std::size_t item_size = 32;

/// The length of one item of a field.
constexpr std::size_t width_of(Field field) {
    switch (field) {
    case Field::start:
        return entry_start_size;
    case Field::district:
        return sizeof(std::uint16_t);
    case Field::counter:
        return sizeof(std::uint64_t);
    default:
        return item_size;
    }
}

/// What must be known of a contest.
struct ContestSize {
    std::size_t bits;
    std::size_t rules;
};

/// The description: calls `visit(part, field, count)` for every row of items, in the order of the
/// bytes. `contests` are ContestSizes in the order of the district.
template <class Contests, class Visit>
constexpr void for_each_field(const Contests& contests, Visit visit) {
    visit(Part::header, Field::start, 1);
    visit(Part::header, Field::district, 1);
    visit(Part::header, Field::counter, 1);
    visit(Part::header, Field::credential, 1);
    for (const ContestSize& contest : contests)
        visit(Part::cipher, Field::cipher, 1 + contest.bits);
    for (const ContestSize& contest : contests) {
        visit(Part::first, Field::encryption_commitment, 1 + contest.bits);
        visit(Part::first, Field::mask, contest.rules);
    }
    visit(Part::first, Field::credential_commitment, 1);
    visit(Part::second, Field::d0, 1);
    visit(Part::second, Field::d1, 1);
    for (const ContestSize& contest : contests)
        visit(Part::response, Field::response, 1 + contest.bits);
    visit(Part::response, Field::z_d, 1);
    visit(Part::response, Field::z_credential, 1);
}

/// The length of a ballot with these contests.
std::size_t ballot_size(std::span<const ContestSize> contests);

/// Where a field of the header is in every ballot; its end for a field that is not in the header.
constexpr std::size_t place_in_header(Field wanted) {
    std::size_t at = 0;
    bool found = false;
    for_each_field(std::array<ContestSize, 0>(),
                   [&](Part part, Field field, std::size_t /*count*/) {
                       found = found || field == wanted || part != Part::header;
                       at += found ? 0 : width_of(field);
                   });
    return at;
}

/// The length of the header.
inline constexpr std::size_t header_size = place_in_header(Field::cipher);

/// The fields of a header besides the start.
struct Header {
    std::uint16_t district = 0;
    std::uint64_t counter = 0;
    ByteArray<item_size> credential{};
};

/// Nothing for fewer bytes than a header has. The start is not looked at.
std::optional<Header> read_header(ByteView entry);

/// A whole header.
Bytes write_header(const Digest32& fingerprint, const Header& header);

/// Items of one field in a row.
struct FieldRow {
    Part part;
    Field field;
    std::size_t at;    ///< place of the first one in the ballot
    std::size_t count; ///< how many
    std::size_t index; ///< number of the first one among all items of this field

    ByteView of(ByteView ballot) const { return ballot.subspan(at, count * width_of(field)); }
};

/// Where everything is in the ballots of one district.
class Layout {
  public:
    explicit Layout(std::span<const std::shared_ptr<const proof::ContestShape>> contests);

    const proof::BallotShape& shape() const { return shape_; }

    std::size_t size() const { return size_; }

    std::span<const FieldRow> rows() const { return rows_; }

    std::size_t begin_of(Part part) const { return begins_[static_cast<std::size_t>(part)]; }

    std::size_t end_of(Part part) const { return begins_[static_cast<std::size_t>(part) + 1]; }

    /// A part of a ballot.
    ByteView part(ByteView ballot, Part part) const {
        return ballot.subspan(begin_of(part), end_of(part) - begin_of(part));
    }

    /// A ballot up to the end of a part.
    ByteView up_to(ByteView ballot, Part part) const { return ballot.first(end_of(part)); }

    /// Appends a part: `item(field, index)` gives the bytes of item `index` of a field.
    template <class Item>
    void append_part(Bytes& out, Part part, Item item) const {
        EVOTE_CHECK(out.size() == begin_of(part));
        for (const FieldRow& row : rows_)
            if (row.part == part)
                for (std::size_t i = 0; i < row.count; ++i)
                    append(out, item(row.field, row.index + i));
        EVOTE_CHECK(out.size() == end_of(part));
    }

  private:
    proof::BallotShape shape_;
    std::vector<FieldRow> rows_;
    std::array<std::size_t, part_count + 1> begins_{};
    std::size_t size_ = 0;
};

/// The contests of a district, in ballot order.
using DistrictContests = std::vector<std::shared_ptr<const proof::ContestShape>>;

/// Those of all districts of an election. Safe for reading by many threads.
class Layouts {
  public:
    explicit Layouts(std::span<const DistrictContests> districts);

    std::size_t district_count() const { return layouts_.size(); }

    /// The ballots of a district. Another number than 0 to district_count() - 1 is a failed check.
    const Layout& of(std::size_t district) const;

    /// The layout of a log entry with the length of the ballots of the district that it names; null
    /// for another entry. Nothing is verified.
    const Layout* find(ByteView entry) const;

  private:
    std::vector<Layout> layouts_;
};

} // namespace evote::ballot

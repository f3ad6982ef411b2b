// SPDX-License-Identifier: Apache-2.0
// The voters by the numbers that the registrars have for them.
#pragma once

#include "record/registrar_files.h"
#include "record/roll_history.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::record {

/// The registrars' files of a record, signed by the keys in its board.json. That registrars know
/// the secrets of their halves is checked by an audit, and not here.
class NumberedVoters {
  public:
    /// The record outlives the object, and is not moved meanwhile. Errors as read_registrars;
    /// ErrorCode::registrars_differ if they have different numbers of voters.
    static Result<NumberedVoters> read(const OpenRecord& record);

    std::uint64_t size() const { return files_.front().halves.size(); }

    /// The hash of the private list that the numbers are from.
    const Digest32& list_hash() const { return files_.front().note.list; }

    /// The place in the roll of the voter with a number, 1 to size(). ErrorCode::invalid if the
    /// halves with this number are nobody's.
    Result<std::uint32_t> place(std::uint64_t number) const;

    /// The number of the voter at a place in the roll, or of those at several different ones, in
    /// their order: the halves are added up, number by number, until all are found.
    /// ErrorCode::invalid if there is none.
    Result<std::uint64_t> number(std::uint32_t place) const;
    Result<std::vector<std::uint64_t>> numbers(std::span<const std::uint32_t> places) const;

    /// The half that a registrar made for a number, 1 to size(), before the election was sealed.
    ByteView half(std::uint8_t registrar, std::uint64_t number) const {
        return files_[registrar - std::size_t{1}].halves.half(
            static_cast<std::uint32_t>(number - 1));
    }

    /// The number that a registrar made this half for, if any.
    std::optional<std::uint64_t> number_with(std::uint8_t registrar,
                                             const ByteArray<32>& half) const;

    /// All files, for joint_roll(); the object is used up.
    std::vector<RegistrarFiles> take_files() && { return std::move(files_); }

  private:
    NumberedVoters(const protocol::Roll& roll, std::vector<RegistrarFiles> files)
        : roll_(&roll), files_(std::move(files)) {}

    // Those of `count` voters from this number on, encoded; the identity, which is nobody's, where
    // a half is no element.
    Bytes credentials(std::uint64_t first, std::uint64_t count) const;

    const protocol::Roll* roll_;
    std::vector<RegistrarFiles> files_; // of registrars 1, 2, ...
};

/// What became of a half, and of the code behind it.
struct HalfStanding {
    std::uint8_t registrar = 0;         ///< who made it
    std::uint32_t voter = 0;            ///< place in the roll
    std::optional<std::uint64_t> entry; ///< the roll change that brought it; none if it was sealed
    /// Of the credential that it is a part of.
    protocol::CredentialStanding::Kind kind = protocol::CredentialStanding::Kind::unknown;
};

/// Looks for a registrar's half among the sealed ones and in the roll changes. Nothing if this
/// registrar made no such half.
Result<std::optional<HalfStanding>> look_up_half(const NumberedVoters& voters,
                                                 const RollHistory& history, std::uint8_t registrar,
                                                 std::uint8_t registrars,
                                                 const ByteArray<32>& half);

/// What became of a half that a registrar is said to have made for the voter with a number, 1 to
/// voters.size(); unknown if it did not.
Result<protocol::CredentialStanding::Kind>
half_of_voter(std::uint64_t number, const NumberedVoters& voters, const RollHistory& history,
              std::uint8_t registrar, std::uint8_t registrars, const ByteArray<32>& half);

} // namespace evote::record

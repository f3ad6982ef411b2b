// SPDX-License-Identifier: Apache-2.0
#include "record/numbered_voters.h"

#include "evote/check.h"
#include "group/ristretto255.h"

#include <algorithm>

namespace evote::record {

namespace {

using Element = group::Ristretto255::Element;

} // namespace

Result<NumberedVoters> NumberedVoters::read(const OpenRecord& record) {
    EVOTE_CHECK(record.manifest().registrars() > 0);
    EVOTE_TRY(auto files,
              read_registrars(record.folder, record.manifest(), record.board.registrars));
    for (const auto& file : files)
        if (file.halves.size() != files.front().halves.size())
            return fail(
                Error{ErrorCode::registrars_differ,
                      msg("registrar {0} has {1} voters, and registrar {2} has {3}", 1,
                          files.front().halves.size(), file.halves.registrar(), file.halves.size()),
                      file.halves.source(),
                      {}});
    return NumberedVoters(record.roll, std::move(files));
}

std::optional<ByteArray<32>> NumberedVoters::credential(std::uint64_t number) const {
    Element sum;
    for (const auto& file : files_) {
        const auto half = Element::decode(file.halves.half(static_cast<std::uint32_t>(number - 1)));
        if (!half)
            return std::nullopt;
        sum = sum + *half;
    }
    return sum.encode();
}

Result<std::uint32_t> NumberedVoters::place(std::uint64_t number) const {
    EVOTE_CHECK(number >= 1 && number <= size());
    const auto sum = credential(number);
    const auto found = sum ? roll_->find(*sum) : std::nullopt;
    if (!found)
        return fail(
            Error{ErrorCode::invalid,
                  msg("the halves with the number {0} are no voter's of the sealed roll", number),
                  files_.front().halves.source(),
                  {}});
    return static_cast<std::uint32_t>(*found);
}

Result<std::uint64_t> NumberedVoters::number(std::uint32_t place) const {
    const auto& wanted = roll_->entries()[place].credential;
    for (std::uint64_t number = 1; number <= size(); ++number)
        if (credential(number) == wanted)
            return number;
    return fail(Error{ErrorCode::invalid,
                      msg("a voter of the sealed roll has no number"),
                      files_.front().halves.source(),
                      {}});
}

std::optional<std::uint64_t> NumberedVoters::number_with(std::uint8_t registrar,
                                                         const ByteArray<32>& half) const {
    const auto& halves = files_[registrar - std::size_t{1}].halves;
    for (std::uint32_t i = 0; i < halves.size(); ++i)
        if (equal(halves.half(i), half))
            return i + std::uint64_t{1};
    return std::nullopt;
}

Result<std::optional<HalfStanding>> look_up_half(const NumberedVoters& voters,
                                                 const RollHistory& history, std::uint8_t registrar,
                                                 std::uint8_t registrars,
                                                 const ByteArray<32>& half) {
    if (const auto number = voters.number_with(registrar, half)) {
        EVOTE_TRY(const std::uint32_t place, voters.place(*number));
        return std::optional(
            HalfStanding{registrar, place, std::nullopt, history.roll().of_voter(place).kind});
    }
    for (const LoggedChange& change : history.changes())
        if (half_in(change, registrar, registrars) == half)
            return std::optional(HalfStanding{registrar, change.voter, change.entry,
                                              history.of(change.change.replacement).kind});
    return std::optional<HalfStanding>();
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#include "record/numbered_voters.h"

#include "evote/check.h"
#include "group/batch.h"
#include "group/ristretto255.h"

#include <algorithm>
#include <map>

namespace evote::record {

namespace {

using G = group::Ristretto255;
using Element = G::Element;

constexpr std::uint64_t at_once = 4096; // voters

using Kind = protocol::CredentialStanding::Kind;

const LoggedChange* change_with(const ByteArray<32>& half, std::uint8_t registrar,
                                std::uint8_t registrars, const RollHistory& history) {
    const auto found = std::ranges::find_if(history.changes(), [&](const LoggedChange& change) {
        return half_in(change, registrar, registrars) == half;
    });
    return found == history.changes().end() ? nullptr : &*found;
}

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

Result<std::uint32_t> NumberedVoters::place(std::uint64_t number) const {
    EVOTE_CHECK(number >= 1 && number <= size());
    const auto found = roll_->find(*ByteCursor(credentials(number, 1)).take_array<32>());
    if (!found)
        return fail(
            Error{ErrorCode::invalid,
                  msg("the halves with the number {0} are no voter's of the sealed roll", number),
                  files_.front().halves.source(),
                  {}});
    return static_cast<std::uint32_t>(*found);
}

Result<std::vector<std::uint64_t>>
NumberedVoters::numbers(std::span<const std::uint32_t> places) const {
    std::map<ByteArray<32>, std::size_t> wanted;
    for (std::size_t i = 0; i < places.size(); ++i)
        wanted.emplace(roll_->entries()[places[i]].credential, i);
    EVOTE_CHECK(wanted.size() == places.size());
    std::vector<std::uint64_t> out(places.size());
    for (std::uint64_t first = 1; first <= size() && !wanted.empty(); first += at_once) {
        const Bytes sums = credentials(first, std::min(at_once, size() - first + 1));
        ByteCursor cursor(sums);
        for (std::uint64_t number = first; !cursor.at_end(); ++number) {
            const auto found = wanted.find(*cursor.take_array<32>());
            if (found == wanted.end())
                continue;
            out[found->second] = number;
            wanted.erase(found);
        }
    }
    if (!wanted.empty())
        return fail(Error{ErrorCode::invalid,
                          msg("a voter of the sealed roll has no number"),
                          files_.front().halves.source(),
                          {}});
    return out;
}

Result<std::uint64_t> NumberedVoters::number(std::uint32_t place) const {
    EVOTE_TRY(const auto found, numbers({&place, 1}));
    return found.front();
}

Bytes NumberedVoters::credentials(std::uint64_t first, std::uint64_t count) const {
    constexpr std::size_t half_size = protocol::Halves::half_size;
    std::vector<Element> sums(count);
    std::vector<Element> points(count);
    std::vector<std::uint8_t> valid(count);
    std::vector<std::uint8_t> all_valid(count, 1);
    for (const auto& file : files_) {
        group::decode_batch_vartime<G>(
            file.halves.encodings().subspan((first - 1) * half_size, count * half_size), points,
            valid);
        for (std::uint64_t i = 0; i < count; ++i) {
            sums[i] = sums[i] + points[i];
            all_valid[i] &= valid[i];
        }
    }
    for (std::uint64_t i = 0; i < count; ++i)
        if (all_valid[i] == 0)
            sums[i] = Element();
    Bytes out(count * half_size);
    group::encode_batch<G>(sums, out);
    return out;
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
    const auto* const change = change_with(half, registrar, registrars, history);
    if (change == nullptr)
        return std::optional<HalfStanding>();
    return std::optional(HalfStanding{registrar, change->voter, change->entry,
                                      history.of(change->change.replacement).kind});
}

Result<Kind> half_of_voter(std::uint64_t number, const NumberedVoters& voters,
                           const RollHistory& history, std::uint8_t registrar,
                           std::uint8_t registrars, const ByteArray<32>& half) {
    const bool is_sealed = equal(voters.half(registrar, number), half);
    if (is_sealed && history.changes().empty())
        return Kind::current;
    const auto* const change =
        is_sealed ? nullptr : change_with(half, registrar, registrars, history);
    if (!is_sealed && change == nullptr)
        return Kind::unknown;
    EVOTE_TRY(const std::uint32_t place, voters.place(number));
    if (is_sealed)
        return history.roll().of_voter(place).kind;
    return change->voter == place ? history.of(change->change.replacement).kind : Kind::unknown;
}

} // namespace evote::record

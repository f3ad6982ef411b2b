// SPDX-License-Identifier: Apache-2.0
#include "ballot/voter_codes.h"

#include "base/text.h"

#include <algorithm>

namespace evote::ballot {

namespace {

constexpr std::size_t none = SIZE_MAX;

// Gives codes[next] and those after it to registrars who have none yet, where that is possible.
// `places` has room for each registrar. What fits several is tried for the one whose turn it is.
bool assign(const std::vector<RegistrarCode>& codes, std::size_t next,
            std::vector<std::size_t>& places) {
    if (next == codes.size())
        return true;
    auto fitting = codes[next].registrars;
    std::stable_partition(fitting.begin(), fitting.end(),
                          [&](std::uint8_t registrar) { return registrar == next + 1; });
    return std::any_of(fitting.begin(), fitting.end(), [&](std::uint8_t registrar) {
        std::size_t& place = places[registrar - std::size_t{1}];
        if (place != none)
            return false;
        place = next;
        if (assign(codes, next + 1, places))
            return true;
        place = none;
        return false;
    });
}

} // namespace

std::vector<std::size_t> VoterCodes::assigned() const {
    std::vector<std::size_t> places(registrars_, none);
    return assign(codes_, 0, places) ? places : std::vector<std::size_t>();
}

Outcome VoterCodes::add(std::string_view typed) {
    if (registrars_ == 0) {
        EVOTE_TRY(CodeBytes code, decode_code(typed));
        if (!codes_.empty())
            return fail(ErrorCode::bad_code,
                        msg("this election has no registrars: each voter has one code"));
        codes_.push_back({std::move(code), {}});
        return {};
    }
    EVOTE_TRY(RegistrarCode code, decode_registrar_code(registrars_, typed));
    const std::uint8_t registrar = code.registrars.front();
    codes_.push_back(std::move(code));
    if (!assigned().empty())
        return {};
    codes_.pop_back();
    return fail(ErrorCode::other_registrar,
                msg("this is a second code of registrar {0}; each registrar makes one of a "
                    "voter's codes",
                    registrar));
}

Outcome VoterCodes::add_all(std::string_view typed) {
    if (registrars_ == 0)
        return add(typed);
    for (const auto line : split(typed, '\n'))
        if (!trim(line).empty())
            EVOTE_TRY_VOID(add(line));
    return {};
}

Result<Credential> VoterCodes::credential() const {
    const auto nobodys = [] {
        return fail(ErrorCode::not_on_roll, msg("no voter has these codes"));
    };
    if (registrars_ == 0) {
        if (codes_.empty())
            return fail(ErrorCode::bad_code, msg("the voter's code is missing"));
        auto credential = Credential::from_code(manifest_, codes_.front().bytes);
        if (!credential)
            return nobodys();
        return *std::move(credential);
    }
    std::vector<Half> halves;
    const auto places = assigned();
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] == none)
            return fail(ErrorCode::bad_code,
                        msg("the code of registrar {0} is missing: only the codes of all {1} "
                            "registrars together can vote",
                            i + 1, registrars_));
        auto half =
            Half::from_code(manifest_, static_cast<std::uint8_t>(i + 1), codes_[places[i]].bytes);
        if (!half)
            return nobodys();
        halves.push_back(*std::move(half));
    }
    auto credential = Credential::from_halves(halves);
    if (!credential)
        return nobodys();
    return *std::move(credential);
}

} // namespace evote::ballot

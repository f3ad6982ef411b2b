// SPDX-License-Identifier: Apache-2.0
// The rounds of the key ceremony, and their names in notes and of files.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace evote::record {

enum class CeremonyRound { join, deal, check, answer, seal };

/// The rounds that produce the keys.
inline constexpr std::array key_rounds{CeremonyRound::join, CeremonyRound::deal,
                                       CeremonyRound::check, CeremonyRound::answer};
/// All rounds, in order.
inline constexpr std::array ceremony_rounds{CeremonyRound::join, CeremonyRound::deal,
                                            CeremonyRound::check, CeremonyRound::answer,
                                            CeremonyRound::seal};

/// "join", "deal", ...
constexpr std::string_view round_name(CeremonyRound round) {
    constexpr std::array<std::string_view, ceremony_rounds.size()> names{"join", "deal", "check",
                                                                         "answer", "seal"};
    return names[static_cast<std::size_t>(round)];
}

} // namespace evote::record

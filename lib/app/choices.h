// SPDX-License-Identifier: Apache-2.0
// What a voter chooses: from a file, or asked for on the terminal.
#pragma once

#include "app/command.h"
#include "ballot/maker.h"
#include "protocol/manifest.h"

#include <optional>
#include <string_view>
#include <vector>

namespace evote::app {

/// 1 for each chosen option of a contest.
using Selection = SecretVector<std::uint8_t>;

/// The selections of the contests of a district, in ballot order.
using Selections = std::vector<std::optional<Selection>>;

/// The bits of a contest. ErrorCode::bad_choice, with the contest and the rule in words, for a
/// selection that breaks a rule; titles are in `language`.
Result<ballot::BallotBits> bits_of(const protocol::Manifest& manifest, std::size_t contest,
                                   const Selection& selection, std::string_view language);

/// The bits of a ballot of `district` from the lines "contest: option[, option]" by their ids, one
/// line for every contest of the district in any order; empty lines are skipped, and so is a byte
/// order mark. Nothing after the colon chooses nothing. ErrorCode::malformed with the line for
/// another form; ErrorCode::bad_choice for contests and options that are unknown, repeated or
/// missing, and for a selection that breaks a rule.
Result<ballot::BallotBits> parse_choices(const SecretBytes& file,
                                         const protocol::Manifest& manifest, std::size_t district,
                                         std::string_view language);

/// The same from the person at the terminal, contest by contest: shows the options with numbers and
/// the rules in words, and asks again until the answer keeps the rules. The person can go back to
/// the contest before, and sees all choices and agrees to them in the end; ErrorCode::declined if
/// not. What is shown and typed is on the terminal only, and is for the caller to clear away.
Result<ballot::BallotBits> ask_choices(const protocol::Manifest& manifest, std::size_t district,
                                       Console& console);

} // namespace evote::app

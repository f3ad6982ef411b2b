// SPDX-License-Identifier: Apache-2.0
// What a voter chooses: from a file, or asked for on the terminal.
#pragma once

#include "evote/app/command.h"
#include "evote/ballot/maker.h"
#include "evote/protocol/manifest.h"

namespace evote::app {

/// The bits of a ballot of `district` from the lines "contest: option[, option]" by their ids, one
/// line for every contest of the district in any order; empty lines are skipped. Nothing after the
/// colon chooses nothing. ErrorCode::malformed with the line for another form;
/// ErrorCode::bad_choice for contests and options that are unknown, repeated or missing, and for a
/// selection that breaks a rule.
Result<ballot::BallotBits> parse_choices(const SecretBytes& file,
                                         const protocol::Manifest& manifest, std::size_t district);

/// The same, asking the person contest by contest: shows the options with numbers and the rules in
/// words, and asks again until the answer keeps the rules.
Result<ballot::BallotBits> ask_choices(const protocol::Manifest& manifest, std::size_t district,
                                       Console& console);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
// The opening of an audited ballot as a file, and the check of it.
#pragma once

#include "evote/base/result.h"
#include "evote/protocol/ballot_maker.h"

namespace evote::protocol {

/// The largest opening file that is read, in bytes.
inline constexpr std::size_t largest_opening = std::size_t{1} << 20;

/// {"format":"evote-opening-1","header":hex,"contests":[{"id","randomness":hex,"bits":[0 or 1]}]}:
/// the ballot's header, and per contest of its district, in ballot order, the randomness and all
/// bits, slack included.
Bytes write_opening(const Election& election, const Opening& opening);

/// Reads what write_opening writes. Strict: ErrorCode::malformed with the place for everything
/// else, ErrorCode::invalid for an opening of another election.
Result<Opening> parse_opening(ByteView file, const Election& election);

/// What the opening says was chosen in one contest: the places of the options.
struct OpenedContest {
    std::size_t contest = 0; ///< place among the manifest's contests
    std::vector<std::size_t> options;
};

/// The choices of an opening that parse_opening gave, in ballot order.
std::vector<OpenedContest> opened_choices(const Election& election, const Opening& opening);

/// Whether the board could have taken the ballot of an opening that parse_opening gave: its bits,
/// slack included, keep the rules, and no randomness is zero. A device that prepares other ballots
/// takes the vote away, whatever the options among their bits are.
bool could_be_cast(const Election& election, const Opening& opening);

} // namespace evote::protocol

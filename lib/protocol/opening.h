// SPDX-License-Identifier: Apache-2.0
// The opening of an audited ballot as a file.
#pragma once

#include "ballot/opening.h"
#include "evote/result.h"
#include "protocol/election.h"

namespace evote::protocol {

/// The largest opening file that is read, in bytes.
inline constexpr std::size_t largest_opening = std::size_t{1} << 20;

/// {"format":"evote-opening-1","header":hex,"contests":[{"id","randomness":hex,"bits":[0 or 1]}]}:
/// the ballot's header, and per contest of its district, in ballot order, the randomness and all
/// bits, slack included.
Bytes write_opening(const Election& election, const ballot::Opening& opening);

/// Reads what write_opening writes. Strict: ErrorCode::malformed with the place for everything
/// else, ErrorCode::other_election for an opening of another election.
Result<ballot::Opening> parse_opening(ByteView file, const Election& election);

/// What the opening says was chosen in one contest: the places of the options.
struct OpenedContest {
    std::size_t contest = 0; ///< place among the manifest's contests
    std::vector<std::size_t> options;
};

/// The choices of an opening that parse_opening gave, in ballot order.
std::vector<OpenedContest> opened_choices(const Election& election, const ballot::Opening& opening);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// What somebody finds who checks the opening of an audited ballot on another device.
#pragma once

#include "ballot/layout.h"
#include "ballot/parts.h"
#include "protocol/opening.h"
#include "record/sealed_record.h"

#include <vector>

namespace evote::record {

/// An opening of the very ballot whose tracker the voter noted, which the box could have taken.
/// Whether the board has this voter's ballots in such a number as its counter says is not checked.
struct CheckedOpening {
    ballot::Header header;
    std::vector<protocol::OpenedContest> choices; ///< in ballot order

    /// Recomputes the ballot from the bytes of an opening. ErrorCode::malformed, file_too_large and
    /// other_election as protocol::parse_opening; ErrorCode::other_ballot if it has another
    /// tracker; ErrorCode::bad_ballot if the box would refuse it, also by the roll changes in the
    /// record's log; ErrorCode::not_checked if only these could tell, and there is no log. The
    /// error names no file.
    static Result<CheckedOpening> check(const SealedRecord& record, ByteView file,
                                        const Digest32& tracker);
};

} // namespace evote::record

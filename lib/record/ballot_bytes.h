// SPDX-License-Identifier: Apache-2.0
// Ballots that were found valid once and are read again from the log.
#pragma once

#include "evote/base/result.h"
#include "evote/board/log_reader.h"
#include "evote/protocol/election.h"

namespace evote {

/// The district that a ballot's header names. The ballot has a header.
inline std::size_t district_of(ByteView ballot) {
    constexpr std::size_t district_at = 34;
    return *ByteCursor(ballot.subspan(district_at)).take_u16();
}

/// Whether an entry has the length of the ballots of the district that it names.
inline bool has_ballot_length(const Election& election, ByteView entry) {
    return entry.size() >= BallotLayout::header_size &&
           district_of(entry) < election.district_count() &&
           entry.size() == election.layout(district_of(entry)).size;
}

/// The log has other bytes than a moment ago.
inline Error log_changed() {
    return {Status::system, msg("the log was changed while it was being read"), {}, {}};
}

/// A bundle that could be read a moment ago.
inline Result<EntryBundle> read_again(const LogReader& log, std::uint64_t bundle) {
    auto out = log.bundle(bundle);
    if (!out && out.error().status != Status::system)
        return fail(log_changed());
    return out;
}

/// A ballot of a bundle, which had the length of its district's ballots when it was read first.
inline Result<ByteView> entry_of(const Election& election, const EntryBundle& bundle,
                                 std::uint64_t entry) {
    const std::uint64_t place = entry - bundle.first();
    if (place >= bundle.size())
        return fail(log_changed());
    const ByteView ballot = bundle[static_cast<unsigned>(place)];
    if (!has_ballot_length(election, ballot))
        return fail(log_changed());
    return ballot;
}

} // namespace evote

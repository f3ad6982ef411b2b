// SPDX-License-Identifier: Apache-2.0
// Ballots that were found valid and are read again from the log.
#pragma once

#include "evote/base/result.h"
#include "evote/board/log_reader.h"
#include "evote/protocol/ballot_parts.h"

namespace evote::record {

/// The log's bytes have changed.
inline Error log_changed() {
    return {ErrorCode::system, msg("the log was changed while it was being read"), {}, {}};
}

/// A bundle that could be read before.
inline Result<board::EntryBundle> read_again(const board::LogReader& log, std::uint64_t bundle) {
    auto out = log.bundle(bundle);
    if (!out && out.error().code != ErrorCode::system)
        return fail(log_changed());
    return out;
}

/// A ballot of a bundle, which had the length of its district's ballots when first read.
inline Result<ByteView> entry_of(const protocol::Manifest& manifest,
                                 const board::EntryBundle& bundle, std::uint64_t entry) {
    const std::uint64_t place = entry - bundle.first();
    if (place >= bundle.size())
        return fail(log_changed());
    const ByteView ballot = bundle[static_cast<unsigned>(place)];
    if (!protocol::ballot_district(manifest, ballot))
        return fail(log_changed());
    return ballot;
}

} // namespace evote::record

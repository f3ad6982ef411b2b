// SPDX-License-Identifier: Apache-2.0
// Ballots that were found valid and are read again from the log.
#pragma once

#include "evote/ballot/layout.h"
#include "evote/base/result.h"
#include "evote/board/log_reader.h"

namespace evote::record {

/// The log's bytes have changed.
inline Error log_changed() {
    return {ErrorCode::log_changed, msg("the log was changed while it was being read"), {}, {}};
}

/// A bundle that could be read before.
inline Result<board::EntryBundle> read_again(const board::LogReader& log, std::uint64_t bundle) {
    auto out = log.bundle(bundle);
    if (!out && kind_of(out.error().code) != ErrorKind::system)
        return fail(log_changed());
    return out;
}

/// A ballot of a bundle, which had the length of its district's ballots when first read.
inline Result<ByteView> entry_of(const ballot::Layouts& layouts, const board::EntryBundle& bundle,
                                 std::uint64_t entry) {
    const std::uint64_t place = entry - bundle.first();
    if (place >= bundle.size())
        return fail(log_changed());
    const ByteView ballot = bundle[static_cast<unsigned>(place)];
    if (layouts.find(ballot) == nullptr)
        return fail(log_changed());
    return ballot;
}

} // namespace evote::record

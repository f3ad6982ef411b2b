// SPDX-License-Identifier: Apache-2.0
#include "record/tracker_search.h"

#include "ballot/parts.h"

namespace evote::record {

Result<std::optional<std::uint64_t>> find_tracker(const protocol::Election& election,
                                                  const board::LogReader& log,
                                                  const Digest32& tracker) {
    for (std::uint64_t index = 0; index < log.bundles(); ++index) {
        EVOTE_TRY(const board::EntryBundle bundle, log.bundle(index));
        for (unsigned i = 0; i < bundle.size(); ++i)
            if (ballot::entry_tracker(election.parameters().layouts(), bundle[i]) == tracker)
                return bundle.first() + i;
    }
    return std::nullopt;
}

} // namespace evote::record

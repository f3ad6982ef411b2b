// SPDX-License-Identifier: Apache-2.0
#include "record/verified_part.h"

#include "evote/check.h"

#include <algorithm>

namespace evote::record {

void VerifiedPart::except(std::uint64_t entry) {
    EVOTE_CHECK(exceptions_.empty() || exceptions_.back().last < entry);
    const bool adjoins = !exceptions_.empty() && exceptions_.back().last + 1 == entry;
    if (adjoins || exceptions_.size() == most_exceptions)
        exceptions_.back().last = entry;
    else
        exceptions_.push_back({entry, entry});
}

bool VerifiedPart::covers(std::uint64_t first, std::uint64_t count) const {
    if (count > log_.size || first > log_.size - count)
        return false;
    const auto next = std::ranges::lower_bound(exceptions_, first, {}, &EntryRange::last);
    return next == exceptions_.end() || next->first >= first + count;
}

} // namespace evote::record

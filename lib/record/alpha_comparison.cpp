// SPDX-License-Identifier: Apache-2.0
#include "record/alpha_comparison.h"

#include "ballot/parts.h"

#include <algorithm>

namespace evote::record {

Result<ByteView> AlphaComparison::read(std::uint64_t entry) {
    const bool there =
        bundle_ && entry >= bundle_->first() && entry - bundle_->first() < board::tile_width;
    if (!there) {
        EVOTE_TRY(bundle_, log_.read_again(entry / board::tile_width));
    }
    return (*bundle_)[static_cast<unsigned>(entry - bundle_->first())];
}

Outcome AlphaComparison::take(const AlphaRecord& record) {
    if (last_ == record) // a second alpha of the same ballot: compared with the first one
        return {};
    if (!last_ || last_->key != record.key)
        known_.clear();
    last_ = record;
    EVOTE_TRY(const ByteView ballot, read(record.entry));
    const auto& layouts = election_.parameters().layouts();
    const std::size_t district = ballot::read_header(ballot)->district;
    const auto& contests = election_.manifest().districts()[district].contests;
    const Digest32 tracker = *ballot::entry_tracker(layouts, ballot);
    const auto alphas = ballot::alphas_of(layouts, ballot);
    for (std::size_t i = 0; i < alphas.size(); ++i)
        if (index_.record(alphas[i], record.entry).key == record.key)
            compare({{record.entry, contests[i]}, to_bytes(alphas[i]), tracker});
    return {};
}

void AlphaComparison::compare(Known found) {
    const auto earlier = std::ranges::find_if(
        known_, [&](const Known& known) { return known.alpha == found.alpha; });
    if (earlier == known_.end()) {
        known_.push_back(std::move(found));
        return;
    }
    ++count_;
    const bool one_ballot = earlier->place.entry == found.place.entry;
    if (repeated_.size() < most_repeated_alphas)
        repeated_.push_back(
            {earlier->place, found.place, !one_ballot && earlier->tracker == found.tracker});
}

} // namespace evote::record

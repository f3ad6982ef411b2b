// SPDX-License-Identifier: Apache-2.0
#include "record/auditor.h"
#include "record/witnesses.h"

namespace evote::record {

namespace {

// What witnesses' clocks showed beside the hours of voting: evidence, and nothing depends on it.
std::vector<Message> times_of(const board::WitnessCount& found,
                              const protocol::Manifest& manifest) {
    if (!found.earliest)
        return {};
    std::vector<Message> out{
        msg("their clocks showed {0} to {1}; this is evidence, and no proof of a time",
            time_text(*found.earliest), time_text(*found.latest))};
    if (manifest.opens())
        out.push_back(msg("voting was to open at {0}", manifest.opens()->text));
    if (manifest.closes()) {
        out.push_back(msg("voting was to close at {0}", manifest.closes()->text));
        const std::int64_t closes = manifest.closes()->unix_seconds;
        if (closes > 0 && *found.earliest < static_cast<std::uint64_t>(closes))
            out.push_back(msg("going by its clock, a witness signed the final checkpoint before "
                              "voting was to close"));
    }
    return out;
}

} // namespace

Outcome Auditor::check_witnesses() {
    if (!board_->witnesses) {
        remark(msg("no witnesses are named: nobody but the board says that there is no other log"));
        return {};
    }
    const auto& policy = *board_->witnesses;
    EVOTE_TRY(const auto found, count_witnesses(folder_, *board_, log_->checkpoint().checkpoint()));
    if (found.count < policy.quorum())
        not_checked(msg("{0} of the {1} needed witnesses have signed the final checkpoint",
                        found.count, policy.quorum()));
    else
        remark(msg("{0} of {1} witnesses have signed the final checkpoint", found.count,
                   policy.keys().size()));
    for (auto& line : times_of(found, *out_.manifest))
        remark(std::move(line));
    return {};
}

} // namespace evote::record

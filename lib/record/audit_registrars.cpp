// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "record/auditor.h"
#include "record/registrar_files.h"

namespace evote::record {

namespace {

// The changes of one district.
struct DistrictChanges {
    std::uint64_t replaced = 0;
    std::uint64_t revoked = 0;
};

} // namespace

Outcome Auditor::check_registrars() {
    if (board_->registrars.empty())
        return fail(invalid(msg("this file was changed while it was read"), folder_.manifest()));
    EVOTE_TRY(const Digest32 list,
              check_joint_roll(folder_, *out_.manifest, board_->registrars, *roll_,
                               {options_.work.threads, {}, options_.work.stop}));
    remark(msg("{0} registrars made the roll together from the list with the hash {1}",
               board_->registrars.size(), hex_encode(list)));
    return {};
}

Outcome Auditor::check_changes() {
    name_bad(ballot::EntryKind::roll_change, std::nullopt);
    std::vector<DistrictChanges> districts(out_.manifest->districts().size());
    for (const auto& change : out_.log->changes) {
        const std::size_t district = roll_->entries()[change.voter].district;
        out_.changes.push_back({change.entry, district, change.action});
        DistrictChanges& here = districts[district];
        ++(change.action == ballot::ChangeAction::revoke ? here.revoked : here.replaced);
    }
    for (std::size_t i = 0; i < districts.size(); ++i)
        remark(msg("district {0}: {1} credentials replaced, {2} revoked",
                   out_.manifest->districts()[i].id, districts[i].replaced, districts[i].revoked));
    return {};
}

} // namespace evote::record

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
    EVOTE_TRY(auto files, read_registrars(folder_, *out_.manifest, board_->registrars));
    const Digest32 list = files.front().note.list;
    EVOTE_TRY(const auto made, joint_roll(folder_, *out_.manifest, std::move(files),
                                          {options_.work.threads, {}, options_.work.stop}));
    if (auto same = made.must_be(*roll_); !same)
        return fail(std::move(same).take_error().in_file(folder_.roll().string()));
    remark(msg("{0} registrars made the roll together from the list with the hash {1}",
               board_->registrars.size(), hex_encode(list)));
    return {};
}

Outcome Auditor::check_changes() {
    name_bad(ballot::EntryKind::roll_change, std::nullopt);
    std::vector<DistrictChanges> districts(out_.manifest->districts().size());
    for (const auto& change : out_.log->changes) {
        const std::size_t district = roll_->entries()[change.voter].district;
        const auto& id = out_.manifest->districts()[district].id;
        if (change.action == ballot::ChangeAction::revoke) {
            ++districts[district].revoked;
            remark(msg("entry {0} revokes a credential in district {1}", change.entry, id));
        } else {
            ++districts[district].replaced;
            remark(msg("entry {0} replaces a credential in district {1}", change.entry, id));
        }
    }
    for (std::size_t i = 0; i < districts.size(); ++i)
        remark(msg("district {0}: {1} credentials replaced, {2} revoked",
                   out_.manifest->districts()[i].id, districts[i].replaced, districts[i].revoked));
    return {};
}

} // namespace evote::record

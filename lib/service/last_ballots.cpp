// SPDX-License-Identifier: Apache-2.0
#include "service/last_ballots.h"

#include "ballot/entry.h"
#include "ballot/layout.h"

namespace evote::service {

Result<LastBallots> LastBallots::read(const box::Box& box) {
    LastBallots out(box.record().roll.entries().size());
    EVOTE_TRY(const board::LogReader log, box.record().open_log());
    for (std::uint64_t i = 0; i < log.bundles(); ++i) {
        EVOTE_TRY(const board::EntryBundle bundle, log.bundle(i));
        for (unsigned j = 0; j < bundle.size(); ++j) {
            const auto header = ballot::read_header(bundle[j]);
            if (!header || !ballot::is_kind(bundle[j], ballot::EntryKind::ballot))
                continue;
            const auto standing = box.standing(header->credential);
            if (standing.counter > 0 && header->counter == standing.counter - 1)
                out.set(standing.voter, bundle.first() + j);
        }
    }
    return out;
}

} // namespace evote::service

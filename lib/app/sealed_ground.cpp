// SPDX-License-Identifier: Apache-2.0
#include "app/sealed_ground.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

void tell_anchor(const record::Anchor& anchor, const Digest32& fingerprint, Console& console) {
    console.facts({}, {{"fingerprint_checked", anchor.is_given()}});
    if (!anchor.is_given())
        console.say(msg("The fingerprint was NOT CHECKED: the announced one was not given with "
                        "--fingerprint. This election's is {0}",
                        hex_encode(fingerprint)));
}

Result<record::SealedRecord> open_sealed(const std::filesystem::path& folder,
                                         const record::Anchor& anchor, Console& console) {
    EVOTE_TRY(record::SealedRecord record,
              record::SealedRecord::open(record::RecordFolder(folder), anchor));
    tell_anchor(anchor, record.election.fingerprint(), console);
    return record;
}

} // namespace evote::app

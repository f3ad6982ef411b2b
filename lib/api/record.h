// SPDX-License-Identifier: Apache-2.0
// What the public classes keep behind their interface.
#pragma once

#include "evote/record.h"
#include "record/sealed_record.h"

namespace evote {

struct RecordState {
    record::SealedRecord sealed;
    std::vector<LocalTitle> titles;
    std::vector<DistrictInfo> districts;
    std::vector<ContestInfo> contests;
};

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// What the public classes keep behind their interface.
#pragma once

#include "evote/record.h"
#include "record/sealed_record.h"

#include <memory>

namespace evote {

struct RecordState {
    /// Shared with what was made from the record, which may outlive it.
    std::shared_ptr<const record::SealedRecord> sealed;
    std::vector<LocalTitle> titles;
    std::vector<DistrictInfo> districts;
    std::vector<ContestInfo> contests;
};

} // namespace evote

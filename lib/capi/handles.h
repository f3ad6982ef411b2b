// SPDX-License-Identifier: Apache-2.0
// What the opaque pointers of evote.h point to.
#pragma once

#include "capi/guard.h"
#include "evote/client.h"

#include <memory>
#include <optional>

struct evote_record {
    std::shared_ptr<const evote::Record> record;
};

struct evote_ballot {
    // Each outlives what comes after it.
    std::shared_ptr<const evote::Record> record;
    evote::Voter voter;
    std::optional<evote::PreparedBallot> prepared; // none once it was cast or audited
};

namespace evote::capi {

inline const Record& record_given(const evote_record* handle) {
    return *given(handle).record;
}

} // namespace evote::capi

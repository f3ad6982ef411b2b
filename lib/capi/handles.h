// SPDX-License-Identifier: Apache-2.0
// What the opaque pointers of evote.h point to.
#pragma once

#include "capi/guard.h"
#include "evote/client.h"

#include <optional>

struct evote_record {
    evote::Record record;
};

struct evote_ballot {
    std::optional<evote::PreparedBallot> prepared; // none once it was cast or audited
};

namespace evote::capi {

inline const Record& record_given(const evote_record* handle) {
    return given(handle).record;
}

} // namespace evote::capi

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
    evote::Voter voter;                            // outlives what it prepared
    std::optional<evote::PreparedBallot> prepared; // none once it was cast or audited
};

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/base/message.h"
#include "evote/protocol/verdict.h"
#include "evote/record/log_verification.h"

#include <string>

namespace evote::record {

/// What a verdict means, for people. "credential proof" and the like stand in it, so that it can be
/// compared with the words of the protocol.
Message explain(protocol::Verdict verdict);

/// Where the reason of a verdict lies (protocol.md sections 5 and 6).
enum class ReasonIn {
    entry, ///< in the entry itself
    place, ///< in the entries before it
};

ReasonIn reason_of(protocol::Verdict verdict);

/// "entry 5" or "entries 5 to 9", counted from 0.
Message place_of(const BadEntries& entries);

} // namespace evote::record

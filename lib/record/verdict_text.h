// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ballot/roll_change.h"
#include "ballot/verdict.h"
#include "evote/message.h"
#include "record/log_verification.h"

#include <string>
#include <string_view>

namespace evote::record {

/// What a verdict means, for people. It contains terms such as "credential proof", so that it can
/// be matched with the protocol.
Message explain(ballot::Verdict verdict, ballot::EntryKind kind = ballot::EntryKind::ballot);

/// Where the reason for a verdict is (protocol.md sections 5 and 6).
enum class ReasonIn {
    entry, ///< in the entry itself
    place, ///< in the entries before it
};

ReasonIn reason_of(ballot::Verdict verdict);

/// "entry 5" or "entries 5 to 9", counted from 0.
Message place_of(const BadEntries& entries);

/// What a roll change does, as programs read it: "replace" or "revoke".
std::string_view word_of(ballot::ChangeAction action);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "record/open_record.h"

namespace evote::app {

/// A time as the manifest states it; null for none.
json::JsonWriter json_time(const std::optional<protocol::Instant>& time);

/// Shows a trustee everything that the fingerprint of an election covers: what can be voted on and
/// how, hours, voters and weights, trustees.
void show_what_is_sealed(const record::OpenRecord& record, Console& console);

} // namespace evote::app

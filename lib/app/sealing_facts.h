// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"
#include "evote/record/open_record.h"

namespace evote::app {

/// Shows a trustee everything that the fingerprint of an election covers: what can be voted on and
/// how, hours, voters and weights, trustees.
void show_what_is_sealed(const record::OpenRecord& record, Console& console);

} // namespace evote::app

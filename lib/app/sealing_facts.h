// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"
#include "evote/record/open_record.h"

namespace evote::app {

/// Shows a trustee everything that the fingerprint of an election covers: what can be voted on and
/// how, hours, voters and weights, trustees. Warns of districts
/// without voters, and of weights that let totals show votes.
void show_what_is_sealed(const record::OpenRecord& record, Console& console);

} // namespace evote::app

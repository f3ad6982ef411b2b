// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "protocol/setup_faults.h"
#include "record/record_folder.h"

namespace evote::app {

/// ErrorCode::refused for an election without registrars.
Outcome must_have_registrars(const protocol::Manifest& manifest);

/// The same also for another registrar than it has.
Outcome must_have_registrar(const protocol::Manifest& manifest, unsigned registrar);

/// Says what keeps the manifest from ever working, each fault with its place, and returns the last
/// of them; says the warnings too.
Outcome manifest_must_work(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                           Console& console);

/// The same of the roll. Also warns of contests with few voters and of weights that let totals show
/// single votes.
Outcome roll_must_work(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                       const protocol::Roll& roll, Console& console);

} // namespace evote::app

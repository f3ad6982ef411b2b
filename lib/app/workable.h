// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "protocol/setup_faults.h"
#include "record/record_folder.h"

#include <string_view>

namespace evote::app {

/// ErrorCode::unsupported for an election with registrars, of which `command` knows nothing.
Outcome must_have_no_registrars(const protocol::Manifest& manifest, std::string_view command);

/// Says what keeps the manifest from ever working, each fault with its place, and returns the last
/// of them; says the warnings too.
Outcome manifest_must_work(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                           Console& console);

/// The same of the roll. Also warns of contests with few voters and of weights that let totals show
/// single votes.
Outcome roll_must_work(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                       const protocol::Roll& roll, Console& console);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/setup.h"
#include "evote/board/cosignature.h"
#include "evote/protocol/keys.h"

#include <optional>

namespace evote::app {

/// The witnesses that `evote-setup seal` was given, if any; with a warning where a single absent
/// one stops the count. ErrorCode::usage for what is no policy.
Result<std::optional<board::WitnessPolicy>> witnesses_of(const SetupSealOptions& options,
                                                         Console& console);

} // namespace evote::app

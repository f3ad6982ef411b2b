// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/setup.h"
#include "board/cosignature.h"
#include "protocol/keys.h"

#include <optional>

namespace evote::app {

/// The witnesses that `evote-setup seal` was given, if any; says how many
/// may be absent and how many may lie, and warns where a single one is too many. ErrorCode::usage
/// for what is no policy.
Result<std::optional<board::WitnessPolicy>> witnesses_of(const SetupSealOptions& options,
                                                         Console& console);

} // namespace evote::app

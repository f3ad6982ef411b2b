// SPDX-License-Identifier: Apache-2.0
// An election in words.
#pragma once

#include "evote/message.h"
#include "protocol/manifest.h"
#include "texts/texts.h"

#include <vector>

namespace evote::app {

/// What a manifest determines: trustees, revotes, hours, districts, and what a voter may choose.
std::vector<Message> describe_election(const protocol::Manifest& manifest,
                                       texts::Language language);

} // namespace evote::app

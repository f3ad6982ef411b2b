// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/rooms.h"
#include "vectors/draw.h"

#include <string>

namespace evote {

/// A manifest of any shape: trustees, districts, contests, rules that can be kept.
std::string random_manifest(Draw& draw, const std::string& id);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/app/command.h"
#include "evote/protocol/decryption.h"

#include <vector>

namespace evote {

/// A result for people: a line for each contest and each option.
std::vector<Message> result_lines(const Manifest& manifest, const Tally& result, Language language);

/// The same for programs, as `contests` of result.json.
JsonWriter result_json(const Manifest& manifest, const Tally& result);

} // namespace evote

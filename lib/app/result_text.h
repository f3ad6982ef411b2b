// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "protocol/decryption.h"

#include <vector>

namespace evote::app {

/// A result for people: a line for each contest and each option.
std::vector<Message> result_lines(const protocol::Manifest& manifest, const protocol::Tally& result,
                                  texts::Language language);

/// The same for programs, as `contests` of result.json.
json::JsonWriter result_json(const protocol::Manifest& manifest, const protocol::Tally& result);

} // namespace evote::app

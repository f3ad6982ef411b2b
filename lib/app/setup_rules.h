// SPDX-License-Identifier: Apache-2.0
// The rules of a contest in words that voters understand.
#pragma once

#include "evote/message.h"
#include "protocol/manifest.h"

#include <string_view>

namespace evote::app {

/// What a rule asks of a voter, in one sentence, with the titles of options in `language`.
Message rule_in_words(const protocol::Contest& contest, const ballot::Rule& rule,
                      std::string_view language);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "page/letters.h"
#include "record/open_record.h"

#include <string>

namespace evote::app {

/// What letters and pages of a registrar say of the election.
page::LetterFacts letter_facts(const record::OpenRecord& record, std::uint8_t registrar,
                               std::string page, std::string call);

} // namespace evote::app

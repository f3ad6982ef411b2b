// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "record/stated_fingerprint.h"

#include <filesystem>

namespace evote::app {

struct AggregateOptions {
    std::filesystem::path folder;
    record::Anchor anchor = {};
};

/// evote-aggregate: verifies every ballot of a sealed election and writes tally.json.
/// Status::incomplete while the log is open; Status::invalid if an entry is bad, although the tally
/// is then written, and if there is another tally.json, which is kept.
Status aggregate(const AggregateOptions& options, Console& console);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
// The file between preparing a ballot and casting or auditing it.
//
// "evote-prepared-1\n" || u16 length || path of the record || u32 length || header and cipher ||
// credential secret || per contest: randomness || the bits of all contests, a byte each.
#pragma once

#include "evote/protocol/ballot_maker.h"
#include "evote/record/open_record.h"

#include <filesystem>

namespace evote {

/// A prepared ballot with all that it takes to go on.
struct PreparedState {
    OpenRecord record;
    PreparedBallot prepared;
    Credential credential;
};

/// Writes the state file, for its owner only. Never overwrites.
Outcome save_state(const std::filesystem::path& path, const OpenRecord& record,
                   const PreparedBallot& prepared, const Credential& credential);

/// Reads it, and the record that it belongs to. Status::malformed for another file,
/// Status::refused if the record is gone or another one stands in its place.
Result<PreparedState> load_state(const std::filesystem::path& path);

/// Removes the state file for good. Of two who try, one succeeds; the other gets Status::refused.
Outcome use_up_state(const std::filesystem::path& path);

} // namespace evote

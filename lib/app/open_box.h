// SPDX-License-Identifier: Apache-2.0
// The ballot box as the board's commands open it.
#pragma once

#include "app/command.h"
#include "app/reach_standby.h"
#include "box/box.h"

namespace evote::app {

/// The key of a record's board; ErrorCode::in_record for one in the record.
Result<box::BoardKey> open_board_key(const std::filesystem::path& path,
                                     const record::OpenRecord& record, Console& console);

/// With the key K and the files beside it, as many threads as the console says, and progress.
Result<box::Box> open_box(record::SealedRecord record, const std::filesystem::path& key,
                          const StandbyOptions& standby, crypto::Random& random, Console& console);

} // namespace evote::app

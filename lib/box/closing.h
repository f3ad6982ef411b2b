// SPDX-License-Identifier: Apache-2.0
// How the log of an election ends: with an entry that says so, and then the mark.
#pragma once

#include "board/log_writer.h"
#include "box/board_memory.h"
#include "record/open_record.h"

namespace evote::box {

/// The key and what it remembers, locked. ErrorCode::wrong_key if the key is not this board's.
Result<std::unique_ptr<BoardMemory>> lock_memory(const record::OpenRecord& record,
                                                 const BoardKey& key, board::Storage& storage);

/// Whether the closing entry is there.
Result<bool> has_ended(const record::OpenRecord& record, board::LogReader& log);

/// Appends it.
Outcome append_closing_entry(const record::OpenRecord& record, board::LogWriter& writer);

} // namespace evote::box

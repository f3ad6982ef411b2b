// SPDX-License-Identifier: Apache-2.0
// How the log of an election ends: with an entry that says so, and then the mark.
#pragma once

#include "evote/board/log_writer.h"
#include "evote/record/open_record.h"

namespace evote::box {

/// The writer of the record's board. ErrorCode::wrong_key if the key is not this board's.
Result<board::LogWriter> open_board(const record::OpenRecord& record, board::NoteSigner signer,
                                    board::Storage& storage);

/// Whether the closing entry is there.
Result<bool> has_ended(const record::OpenRecord& record, board::LogReader& log);

/// Appends it.
Outcome append_closing_entry(const record::OpenRecord& record, board::LogWriter& writer);

} // namespace evote::box

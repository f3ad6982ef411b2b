// SPDX-License-Identifier: Apache-2.0
// What the commands of the board have in common.
#pragma once

#include "evote/board/log_writer.h"
#include "evote/board/receipt.h"
#include "evote/record/open_record.h"

#include <filesystem>

namespace evote::app {

/// The log of this record, to be written with the key in this file.
Result<board::LogWriter> open_board(const record::OpenRecord& record,
                                    const std::filesystem::path& key);

/// Whether the last entry of the log is its closing entry.
Result<bool> has_ended(const record::OpenRecord& record, board::LogReader& log);

/// The receipt of an entry, with the whole ballot in it, so that its tracker can be seen without
/// the log.
Result<board::Receipt> receipt_of(board::LogReader& log, std::uint64_t index);

} // namespace evote::app

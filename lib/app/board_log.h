// SPDX-License-Identifier: Apache-2.0
// What the commands of the board have in common.
#pragma once

#include "evote/board/log_writer.h"
#include "evote/board/receipt.h"
#include "evote/record/open_record.h"

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace evote {

/// The log of this record, to be written with the key in this file.
Result<LogWriter> open_board(const OpenRecord& record, const std::filesystem::path& key);

/// Whether the last entry of the log is its closing entry.
Result<bool> has_ended(const OpenRecord& record, LogReader& log);

/// The number of the first entry in the log with the bytes of each of these, if there is one. Reads
/// the whole log, once for all of them; its entries are not compared with the checkpoint here.
Result<std::vector<std::optional<std::uint64_t>>> find_entries(const LogReader& log,
                                                               std::span<const ByteView> wanted);

/// The receipt of an entry, with the whole ballot in it, so that its tracker can be seen without
/// the log.
Result<Receipt> receipt_of(LogReader& log, std::uint64_t index);

} // namespace evote

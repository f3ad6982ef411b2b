// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/record_folder.h"
#include "report/report.h"

namespace evote::record {

/// Adds a section to a report: whether an older copy of the record is the beginning of this one.
/// What was sealed and what followed the closing is the same, byte for byte; the log goes on from
/// that of the older copy, entry for entry. Whatever differs is named. Two checkpoints of the board
/// that contradict each other are kept as evidence beside the record. ErrorCode::not_a_record if
/// the other folder holds nothing of a record; otherwise fails only when the system does.
Outcome compare_with_older(const RecordFolder& folder, const RecordFolder& older,
                           report::Report& report);

} // namespace evote::record

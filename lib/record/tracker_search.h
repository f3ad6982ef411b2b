// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "board/log_reader.h"
#include "protocol/election.h"

#include <cstdint>
#include <optional>

namespace evote::record {

/// The first entry of the log that is a ballot, valid or not, with this tracker. Reads the whole
/// log; its entries are not checked against the checkpoint.
Result<std::optional<std::uint64_t>> find_tracker(const protocol::Election& election,
                                                  const board::LogReader& log,
                                                  const Digest32& tracker);

} // namespace evote::record

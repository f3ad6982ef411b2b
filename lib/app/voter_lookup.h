// SPDX-License-Identifier: Apache-2.0
// What the record says about one voter.
#pragma once

#include "evote/crypto/random.h"
#include "evote/record/open_record.h"

#include <cstdint>

namespace evote::app {

/// The number of valid entries of a voter (by its place in the roll) in the log: the counter of its
/// next ballot. Only this voter's entries are verified. ErrorCode::closed if the log is closed.
Result<std::uint64_t> look_up_counter(const record::OpenRecord& record, std::size_t voter,
                                      crypto::Random& random);

} // namespace evote::app

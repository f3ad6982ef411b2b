// SPDX-License-Identifier: Apache-2.0
// Bringing what others have made for a closed board into the record: lines of witnesses and
// decryptions.
#pragma once

#include "record/open_record.h"

namespace evote::record {

/// What became of one thing that was found in a source.
struct CollectedItem {
    enum class Fate {
        added,         ///< it is in the record now
        there_already, ///< the record has it, or as good a one
        refused,       ///< for the reason in `error`
    };

    std::filesystem::path source;
    Message what; ///< whose line or decryption; for what is refused, the file
    Fate fate = Fate::refused;
    std::optional<Error> error;
    std::vector<std::filesystem::path> kept; ///< copies kept as evidence, outside the record
};

/// Takes copies of the record, loose folders and single files. Lines of witnesses go into
/// board/checkpoint if they are good, for the very checkpoint that is there and by a witness who
/// has none there yet; decryptions go into decryptions/ if their proofs hold for tally.json.
/// A good file that is there is never replaced. A wrong decryption that is there makes room for a
/// good one and is kept as evidence, and so are two checkpoints of the board that contradict each
/// other. Fails when a source cannot be read at all.
Result<std::vector<CollectedItem>>
collect_for_board(const OpenRecord& record, std::span<const std::filesystem::path> sources);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// The one way to go on with a board after a real loss: of what its key remembers, or of the newer
// board that the key remembers.
#pragma once

#include "board/log_writer.h"
#include "box/board_memory.h"
#include "record/sealed_record.h"

#include <optional>

namespace evote::box {

/// A board that is not what its key remembers, or whose key remembers nothing any more. Has the key
/// to itself.
class LostBoard {
  public:
    /// Changes nothing that the board's next opening would not change. ErrorCode::refused if
    /// nothing is lost; errors as Box::open for everything that going on does not mend.
    static Result<LostBoard> open(record::SealedRecord record, BoardKey key,
                                  board::Storage& storage = board::system_storage());

    /// Nothing if the memory is missing, or is not what this key has written.
    const std::optional<board::RememberedLog>& remembered() const { return remembered_; }

    /// What the board has: entries beyond it are lost.
    const board::TreeHead& there() const { return there_; }

    /// Writes the board's note into the log's folder that it goes on from there, and then makes the
    /// key remember that. A board that was closed stays closed. `time` is in seconds since 1970.
    /// Gives the note's number. It can be repeated after an error.
    Result<std::uint64_t> go_on(std::int64_t time);

  private:
    LostBoard(record::SealedRecord record, BoardKey key, std::unique_ptr<BoardMemory> memory,
              board::Storage& storage);

    Outcome look();
    Result<board::LogWriter> open_log(board::LogMemory* memory) const;

    record::SealedRecord record_;
    BoardKey key_;
    std::unique_ptr<BoardMemory> memory_;
    board::Storage* storage_;
    std::optional<board::RememberedLog> remembered_;
    board::TreeHead there_;
};

} // namespace evote::box

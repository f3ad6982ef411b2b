// SPDX-License-Identifier: Apache-2.0
// What a person decides of the two machines that have one board's key.
#pragma once

#include "box/board_memory.h"
#include "record/sealed_record.h"

#include <memory>

namespace evote::box {

/// Has the key to itself, and nothing that would use it.
class MachineChange {
  public:
    /// Errors as BoardMemory::lock and recall.
    static Result<MachineChange> open(const record::SealedRecord& record, BoardKey key,
                                      board::Storage& storage = board::system_storage());

    const board::Pairing& pairing() const { return memory_->pairing(); }

    /// What the key remembers.
    const board::RememberedLog& log() const { return log_; }

    /// ErrorCode::refused unless this is a second machine to which the first one has sent.
    Outcome can_take_over() const;
    /// From now on this machine signs by itself, in the next term, and the first one nothing more.
    Outcome take_over();

    /// ErrorCode::refused unless this is a second machine, or was one before it was released.
    Outcome can_release() const;
    /// From now on this machine signs nothing, for good; its note of that. It can be repeated.
    Result<Bytes> release();

    /// ErrorCode::refused unless this is a first machine. ErrorCode::wrong_key for a note of
    /// another second machine, and errors as open_standby_release.
    Outcome can_go_alone() const;
    Outcome is_released_by(ByteView note) const;
    /// From now on this machine signs by itself. With the second machine's note.
    Outcome go_alone();
    /// The same without such a note: the board says so in the log's folder, where everybody sees
    /// it. `time` is in seconds since 1970. Gives the note's number. It can be repeated after an
    /// error.
    Result<std::uint64_t> go_alone_openly(std::int64_t time);

  private:
    MachineChange(const record::SealedRecord& record, BoardKey key,
                  std::unique_ptr<BoardMemory> memory, board::Storage& storage);

    const record::SealedRecord* record_;
    BoardKey key_;
    std::unique_ptr<BoardMemory> memory_;
    board::Storage* storage_;
    board::RememberedLog log_;
};

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
// What the board's key remembers: the election that it was made for, the newest tree head that it
// has signed, and what this machine is beside a second one.
#pragma once

#include "board/log_memory.h"
#include "board/pairing.h"
#include "board/storage.h"
#include "box/board_key.h"
#include "os/file.h"

#include <memory>

namespace evote::box {

/// The file K.memory beside the key K. Its text has six lines: "evote-board-memory-1",
/// "election <F in hex>", "size <n>", "root <hex>", "log open" or "log closed", and "mac <hex>":
/// HMAC-SHA256 over the lines before, under a key that is derived from K. Before the last one there
/// is "pairing <role> <term> <pair>" unless the machine has always been alone.
class BoardMemory final : public board::LogMemory {
  public:
    /// Makes the memory of an empty log. One that says this already stays; otherwise errors as
    /// recall(), and ErrorCode::already_there if the key has signed more.
    static Outcome create(const BoardKey& key, const Digest32& fingerprint,
                          board::Storage& storage = board::system_storage());

    /// Locks the key, for this memory's life: whoever uses it has the memory to itself, wherever
    /// the copies of the record are. ErrorCode::locked if another program has it. Reads nothing
    /// yet.
    static Result<std::unique_ptr<BoardMemory>>
    lock(const BoardKey& key, const Digest32& fingerprint,
         board::Storage& storage = board::system_storage());

    /// ErrorCode::memory_missing if there is no file; ErrorCode::malformed or not_a_file for what
    /// is no such file, and ErrorCode::changed if it was not written with this key;
    /// ErrorCode::wrong_election if the key was made for another election than `fingerprint`.
    Result<board::RememberedLog> recall() override;

    Outcome keep(const board::RememberedLog& log) override;

    /// As the file was last read or written.
    const board::Pairing& pairing() const { return pairing_; }

    /// As keep(), for a log and what the machine is from now on.
    Outcome keep(const board::RememberedLog& log, const board::Pairing& pairing);

  private:
    BoardMemory(const BoardKey& key, const Digest32& fingerprint, board::Storage& storage,
                os::FileDescriptor lock);

    std::string text(const board::RememberedLog& log, const board::Pairing& pairing,
                     const Digest32& fingerprint) const;

    std::filesystem::path path_;
    Digest32 fingerprint_;
    board::Pairing pairing_;
    crypto::MacKey mac_key_;
    board::Storage* storage_;
    os::FileDescriptor lock_;
};

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
#include "box/lost_board.h"

#include "board/resumption.h"
#include "box/closing.h"

#include <algorithm>

namespace evote::box {

namespace {

// There is no memory that this key has written.
bool is_lost_memory(ErrorCode code) {
    return code == ErrorCode::memory_missing || code == ErrorCode::malformed ||
           code == ErrorCode::file_too_large || code == ErrorCode::changed;
}

// The log is not what the key remembers.
bool is_lost_log(ErrorCode code) {
    return code == ErrorCode::rolled_back || code == ErrorCode::board_contradicts;
}

} // namespace

LostBoard::LostBoard(record::SealedRecord record, BoardKey key, std::unique_ptr<BoardMemory> memory,
                     board::Storage& storage)
    : record_(std::move(record)),
      key_(std::move(key)),
      memory_(std::move(memory)),
      storage_(&storage) {}

Result<LostBoard> LostBoard::open(record::SealedRecord record, BoardKey key,
                                  board::Storage& storage) {
    EVOTE_TRY(auto memory, lock_memory(record, key, storage));
    LostBoard out(std::move(record), std::move(key), std::move(memory), storage);
    EVOTE_TRY_VOID(out.look());
    return out;
}

Outcome LostBoard::look() {
    EVOTE_TRY(const board::LogReader log, record_.open_log());
    there_ = log.checkpoint().tree();
    const auto recalled = memory_->recall();
    if (recalled)
        remembered_ = *recalled;
    else if (!is_lost_memory(recalled.error().code))
        return fail(recalled.error());
    if (!remembered_)
        return {};
    if (memory_->pairing().role != board::MachineRole::alone)
        return fail(ErrorCode::refused,
                    msg("this board has two machines: what is lost on one of them is on the other "
                        "one. On the second machine: evote-board takeover. A second machine that "
                        "has lost something is set up anew"));
    const auto opened = open_log(memory_.get());
    if (opened)
        return fail(Error{ErrorCode::refused,
                          msg("nothing is lost: the board goes on from what its key remembers"),
                          record_.folder.log().string(),
                          {}});
    if (!is_lost_log(opened.error().code))
        return fail(opened.error());
    return {};
}

Result<board::LogWriter> LostBoard::open_log(board::LogMemory* memory) const {
    EVOTE_TRY(BoardKey key, read_key_of_board(key_.file, record_.board.key));
    return board::LogWriter::open(record_.folder.log(), std::move(key.signer), *storage_, memory);
}

Result<std::uint64_t> LostBoard::go_on(std::int64_t time) {
    EVOTE_TRY(board::LogWriter log, open_log(nullptr));
    if (log.checkpoint().tree() != there_)
        return fail(Error{ErrorCode::board_contradicts,
                          msg("the board was changed by another program"),
                          record_.folder.log().string(),
                          {}});
    const std::optional<board::TreeHead> lost =
        remembered_ ? std::optional(remembered_->tree) : std::nullopt;
    EVOTE_TRY(const std::uint64_t number,
              log.note_resumption({record_.election.fingerprint(), lost, there_,
                                   static_cast<std::uint64_t>(std::max<std::int64_t>(0, time))}));
    EVOTE_TRY_VOID(memory_->keep({there_, log.closed() || (remembered_ && remembered_->closed)}));
    return number;
}

} // namespace evote::box

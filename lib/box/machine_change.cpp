// SPDX-License-Identifier: Apache-2.0
#include "box/machine_change.h"

#include "board/log_writer.h"
#include "board/standby_note.h"
#include "box/closing.h"

#include <algorithm>

namespace evote::box {

using board::MachineRole;
using board::Pairing;

MachineChange::MachineChange(const record::SealedRecord& record, BoardKey key,
                             std::unique_ptr<BoardMemory> memory, board::Storage& storage)
    : record_(&record), key_(std::move(key)), memory_(std::move(memory)), storage_(&storage) {}

Result<MachineChange> MachineChange::open(const record::SealedRecord& record, BoardKey key,
                                          board::Storage& storage) {
    EVOTE_TRY(auto memory, lock_memory(record, key, storage));
    MachineChange out(record, std::move(key), std::move(memory), storage);
    EVOTE_TRY(out.log_, out.memory_->recall());
    return out;
}

Outcome MachineChange::can_take_over() const {
    switch (pairing().role) {
    case MachineRole::second:
        return {};
    case MachineRole::waiting:
        return fail(ErrorCode::refused,
                    msg("no first machine has ever sent anything to this one: there is nothing "
                        "to take over"));
    default:
        return fail(ErrorCode::refused, msg("this is not a second machine"));
    }
}

Outcome MachineChange::take_over() {
    EVOTE_TRY_VOID(can_take_over());
    return memory_->keep(log_, {MachineRole::alone, pairing().term + 1, pairing().pair});
}

Outcome MachineChange::can_release() const {
    const MachineRole role = pairing().role;
    if (role == MachineRole::alone || role == MachineRole::first)
        return fail(ErrorCode::refused, msg("this is not a second machine"));
    return {};
}

Result<Bytes> MachineChange::release() {
    EVOTE_TRY_VOID(can_release());
    const Pairing released{MachineRole::released, pairing().term, pairing().pair};
    EVOTE_TRY_VOID(memory_->keep(log_, released));
    return board::sign_standby_release({record_->election.fingerprint(), released}, key_.signer);
}

Outcome MachineChange::can_go_alone() const {
    if (pairing().role != MachineRole::first)
        return fail(ErrorCode::refused, msg("this machine has no second one"));
    return {};
}

Outcome MachineChange::is_released_by(ByteView note) const {
    EVOTE_TRY(const auto release, board::open_standby_release(note, key_.signer.verifier()));
    if (release.election != record_->election.fingerprint())
        return fail(ErrorCode::other_election, msg("this is of another election's board"));
    if (release.pairing.role != MachineRole::released || release.pairing.pair != pairing().pair)
        return fail(ErrorCode::wrong_key,
                    msg("this is not the word of the second machine that this board has"));
    return {};
}

Outcome MachineChange::go_alone() {
    EVOTE_TRY_VOID(can_go_alone());
    return memory_->keep(log_, {MachineRole::alone, pairing().term, pairing().pair});
}

// What was about to be signed when the second machine was lost is signed first.
Result<std::uint64_t> MachineChange::go_alone_openly(std::int64_t time) {
    EVOTE_TRY_VOID(can_go_alone());
    EVOTE_TRY(BoardKey again, read_key_of_board(key_.file, record_->board.key));
    EVOTE_TRY(board::LogWriter log,
              board::LogWriter::open(record_->folder.log(), std::move(again.signer), *storage_,
                                     memory_.get()));
    const board::TreeHead there = log.checkpoint().tree();
    EVOTE_TRY(const std::uint64_t number,
              log.note_resumption({record_->election.fingerprint(), there, there,
                                   static_cast<std::uint64_t>(std::max<std::int64_t>(0, time))}));
    EVOTE_TRY(log_, memory_->recall());
    EVOTE_TRY_VOID(go_alone());
    return number;
}

} // namespace evote::box

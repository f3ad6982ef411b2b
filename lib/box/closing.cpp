// SPDX-License-Identifier: Apache-2.0
#include "box/closing.h"

#include "box/paired_memory.h"

namespace evote::box {

Result<std::unique_ptr<BoardMemory>> lock_memory(const record::OpenRecord& record,
                                                 const BoardKey& key, board::Storage& storage) {
    if (key.signer.verifier() != record.board.key)
        return fail(ErrorCode::wrong_key, msg("this is not the key of this election's board"));
    return BoardMemory::lock(key, record.election.fingerprint(), storage);
}

Result<bool> has_ended(const record::OpenRecord& record, board::LogReader& log) {
    if (log.size() == 0)
        return false;
    EVOTE_TRY(const Bytes last, log.entry(log.size() - 1));
    return equal(last, ballot::closing_entry(record.election.fingerprint()));
}

Outcome append_closing_entry(const record::OpenRecord& record, board::LogWriter& writer) {
    const Bytes last = ballot::closing_entry(record.election.fingerprint());
    const ByteView entry(last);
    EVOTE_TRY_VOID(writer.append({&entry, 1}));
    return {};
}

Result<board::SignedCheckpoint> close_board(const record::SealedRecord& record, BoardKey key,
                                            board::Storage& storage, SendToStandby standby) {
    EVOTE_TRY(const auto memory, PairedMemory::open(record, key, storage, std::move(standby)));
    EVOTE_TRY(
        board::LogWriter writer,
        board::LogWriter::open(record.folder.log(), std::move(key.signer), storage, memory.get()));
    if (writer.closed())
        return fail(ErrorCode::closed, msg("the board is closed already"));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY(const bool ended, has_ended(record, log));
    if (!ended)
        EVOTE_TRY_VOID(append_closing_entry(record, writer));
    EVOTE_TRY_VOID(writer.close());
    return writer.checkpoint();
}

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
#include "app/board_key.h"
#include "app/board_log.h"

#include "evote/app/board.h"
#include "evote/base/text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

Result<board::LogWriter> open_board(const record::OpenRecord& record,
                                    const std::filesystem::path& key) {
    EVOTE_TRY(board::NoteSigner signer, read_board_key(key, record.board.key.name()));
    if (signer.verifier() != record.board.key)
        return fail(Error{ErrorCode::refused,
                          msg("this is not the key of this election's board"),
                          key.string(),
                          {}});
    return board::LogWriter::open(record.folder.log(), std::move(signer));
}

Result<bool> has_ended(const record::OpenRecord& record, board::LogReader& log) {
    if (log.size() == 0)
        return false;
    EVOTE_TRY(const Bytes last, log.entry(log.size() - 1));
    return equal(last, protocol::closing_entry(record.election.fingerprint()));
}

Result<board::Receipt> receipt_of(board::LogReader& log, std::uint64_t index) {
    EVOTE_TRY(const Bytes ballot, log.entry(index));
    return board::make_receipt(log, index, ballot);
}

Outcome board_close(const std::filesystem::path& folder, const std::filesystem::path& key,
                    Console& console) {
    EVOTE_TRY(const record::OpenRecord record,
              record::OpenRecord::open(record::RecordFolder(folder)));
    EVOTE_TRY(board::LogWriter writer, open_board(record, key));
    if (writer.closed())
        return fail(ErrorCode::refused, msg("the board is closed already"));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY(const bool ended, has_ended(record, log));
    if (!ended) {
        const Bytes last = protocol::closing_entry(record.election.fingerprint());
        const ByteView entry(last);
        EVOTE_TRY_VOID(writer.append({&entry, 1}));
    }
    EVOTE_TRY_VOID(writer.close());
    const auto& checkpoint = writer.checkpoint();
    console.facts(
        {msg("The board is closed with {0} entries, the closing entry included", checkpoint.size()),
         msg("Root: {0}", hex_encode(checkpoint.root()))},
        {{"size", checkpoint.size()}, {"root", hex_encode(checkpoint.root())}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/board_key.h"
#include "app/board_log.h"

#include "evote/app/board.h"
#include "evote/base/text.h"

#include <nlohmann/json.hpp>

namespace evote {

Result<LogWriter> open_board(const OpenRecord& record, const std::filesystem::path& key) {
    EVOTE_TRY(NoteSigner signer, read_board_key(key, record.board.key.name()));
    if (signer.verifier() != record.board.key)
        return fail(Error{Status::refused,
                          msg("this is not the key of this election's board"),
                          key.string(),
                          {}});
    return LogWriter::open(record.folder.log(), std::move(signer));
}

Result<bool> has_ended(const OpenRecord& record, LogReader& log) {
    if (log.size() == 0)
        return false;
    EVOTE_TRY(const Bytes last, log.entry(log.size() - 1));
    return equal(last, closing_entry(record.election.fingerprint()));
}

Result<Receipt> receipt_of(LogReader& log, std::uint64_t index) {
    EVOTE_TRY(const Bytes ballot, log.entry(index));
    return make_receipt(log, index, ballot);
}

Outcome board_close(const std::filesystem::path& folder, const std::filesystem::path& key,
                    Console& console) {
    EVOTE_TRY(const OpenRecord record, OpenRecord::open(RecordFolder(folder)));
    EVOTE_TRY(LogWriter writer, open_board(record, key));
    if (writer.closed())
        return fail(Status::refused, msg("the board is closed already"));
    EVOTE_TRY(LogReader log, record.open_log());
    EVOTE_TRY(const bool ended, has_ended(record, log));
    if (!ended) {
        const Bytes last = closing_entry(record.election.fingerprint());
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

} // namespace evote

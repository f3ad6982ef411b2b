// SPDX-License-Identifier: Apache-2.0
#include "evote/app/board.h"
#include "evote/base/text.h"
#include "evote/box/receipts.h"
#include "evote/os/file.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_receipt = 1 << 18;

} // namespace

Outcome board_receipt(const std::filesystem::path& folder, const std::string& tracker,
                      const std::filesystem::path& out, Console& console) {
    const auto wanted = hex_decode_array<32>(tracker);
    if (!wanted)
        return fail(ErrorCode::usage, msg("a tracker is 64 digits from 0 to 9 and a to f"));
    EVOTE_TRY(const record::OpenRecord record,
              record::OpenRecord::open(record::RecordFolder(folder)));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY(const board::Receipt receipt, box::receipt_of(record, log, *wanted));
    EVOTE_TRY_VOID(os::write_file(out, receipt.encode()));
    console.facts(
        {msg("Entry {0} of {1}; the receipt is in {2}", receipt.index, log.size(), out.string())},
        {{"tracker", tracker}, {"index", receipt.index}, {"size", log.size()}});
    return {};
}

Outcome board_check_receipt(const std::filesystem::path& folder, const std::filesystem::path& path,
                            Console& console) {
    const record::RecordFolder record(folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY(const record::BoardFile board, record::read_board(record, manifest));
    EVOTE_TRY(const Bytes file, os::read_file(path, largest_receipt));
    const auto opened = box::OpenReceipt::open(file, manifest, board.key);
    if (!opened)
        return fail(Error(opened.error()).in_file(path.string()));
    EVOTE_TRY(board::LogReader log, board::LogReader::open(record.log(), board.key));
    console.facts({msg("Tracker: {0}", hex_encode(opened->tracker)),
                   msg("The board signed it as entry {0} when it had {1} entries",
                       opened->receipt.index, opened->signed_then.size())},
                  {{"tracker", hex_encode(opened->tracker)},
                   {"index", opened->receipt.index},
                   {"size", opened->signed_then.size()},
                   {"board_size", log.size()}});
    EVOTE_TRY_VOID(box::must_be_on_board(log, *opened));
    console.say(msg("The board has the ballot"));
    return {};
}

} // namespace evote::app

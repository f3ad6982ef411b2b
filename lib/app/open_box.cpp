// SPDX-License-Identifier: Apache-2.0
#include "app/open_box.h"

#include "app/private_file.h"
#include "app/progress.h"

namespace evote::app {

Result<box::BoardKey> open_board_key(const std::filesystem::path& path,
                                     const record::OpenRecord& record, Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(path, record.folder.path()));
    warn_if_open_to_others(path, console);
    return box::read_key_of_board(path, record.board.key);
}

Result<box::Box> open_box(record::SealedRecord record, const std::filesystem::path& key,
                          const StandbyOptions& standby, crypto::Random& random, Console& console) {
    EVOTE_TRY(auto send, reach_standby(standby));
    EVOTE_TRY(box::BoardKey board_key, open_board_key(key, record, console));
    Progress progress(console);
    return box::Box::open(std::move(record), std::move(board_key), random,
                          {.threads = console.threads(), .standby = std::move(send)},
                          [&](std::uint64_t done, std::uint64_t total) { progress(done, total); });
}

} // namespace evote::app

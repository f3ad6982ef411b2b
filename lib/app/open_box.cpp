// SPDX-License-Identifier: Apache-2.0
#include "app/open_box.h"

#include "evote/app/progress.h"

namespace evote::app {

Result<box::Box> open_box(record::SealedRecord record, const std::filesystem::path& key,
                          crypto::Random& random, Console& console) {
    EVOTE_TRY(box::BoardKey board_key, box::read_key_of_board(key, record.board.key));
    Progress progress(console);
    return box::Box::open(std::move(record), std::move(board_key), random,
                          {.threads = console.threads()},
                          [&](std::uint64_t done, std::uint64_t total) { progress(done, total); });
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/sealed_ground.h"

#include "evote/app/board.h"
#include "evote/base/text.h"
#include "evote/box/board_key.h"
#include "evote/box/box.h"

#include <nlohmann/json.hpp>

namespace evote::app {

Outcome board_close(const BoardCloseOptions& options, Console& console) {
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(board::NoteSigner signer, box::read_key_of_board(options.key, record.board.key));
    EVOTE_TRY(const auto checkpoint, box::close_board(record, std::move(signer)));
    console.facts(
        {msg("The board is closed with {0} entries, the closing entry included", checkpoint.size()),
         msg("Root: {0}", hex_encode(checkpoint.root()))},
        {{"size", checkpoint.size()}, {"root", hex_encode(checkpoint.root())}});
    return {};
}

} // namespace evote::app

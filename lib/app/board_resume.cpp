// SPDX-License-Identifier: Apache-2.0
#include "app/board.h"
#include "app/open_box.h"
#include "app/sealed_ground.h"
#include "base/text.h"
#include "board/resumption.h"
#include "box/box.h"
#include "box/lost_board.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

void show(const box::LostBoard& lost, Console& console) {
    std::vector<Message> lines;
    json::JsonWriter remembered = nullptr;
    if (const auto& known = lost.remembered()) {
        lines.push_back(msg("The board's key has signed {0} entries, root {1}", known->tree.size,
                            hex_encode(known->tree.root)));
        if (known->closed)
            lines.push_back(msg("It remembers that the board was closed: it can only be closed "
                                "again"));
        remembered = {{"size", known->tree.size},
                      {"root", hex_encode(known->tree.root)},
                      {"closed", known->closed}};
    } else {
        lines.push_back(msg("What the board's key has signed is not known any more"));
    }
    const board::TreeHead& there = lost.there();
    lines.push_back(
        msg("Here the board has {0} entries, root {1}", there.size, hex_encode(there.root)));
    lines.push_back(msg("If you go on, every ballot that was acknowledged as entry {0} or later is "
                        "lost, and everybody who verifies the record will see that the board went "
                        "on here",
                        there.size));
    console.facts(lines, {{"remembered", std::move(remembered)},
                          {"size", there.size},
                          {"root", hex_encode(there.root)}});
}

} // namespace

Outcome board_resume(const BoardResumeOptions& options, Console& console) {
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(box::BoardKey key, open_board_key(options.key, record, console));
    const auto folder = record.folder.log();
    EVOTE_TRY(box::LostBoard lost, box::LostBoard::open(std::move(record), std::move(key)));
    show(lost, console);
    if (options.consent == Consent::ask) {
        EVOTE_TRY(const bool yes,
                  console.confirm(msg("Is every newer copy lost, of the board and of what its key "
                                      "remembers, and do you want to go on here? (yes/no)")));
        if (!yes)
            return fail(ErrorCode::declined, msg("nothing was changed"));
    }
    EVOTE_TRY(const std::uint64_t number, lost.go_on(box::system_clock()));
    const auto note = folder / board::resumption_name(number);
    console.facts({msg("The board goes on. It says so in {0}", note.string())},
                  {{"note", note.string()}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/board_machines.h"

#include "app/open_box.h"
#include "app/sealed_ground.h"
#include "base/text.h"
#include "board/resumption.h"
#include "box/machine_change.h"
#include "os/file.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_note = 4096;

Result<record::SealedRecord> open_record(const BoardMachineOptions& options, Console& console) {
    return open_sealed(options.folder, options.anchor, console);
}

Result<box::MachineChange> open_change(const record::SealedRecord& record,
                                       const BoardMachineOptions& options, Console& console) {
    EVOTE_TRY(box::BoardKey key, open_board_key(options.key, record, console));
    return box::MachineChange::open(record, std::move(key));
}

void show(const box::MachineChange& change, std::vector<Message> lines, Console& console) {
    const board::TreeHead& tree = change.log().tree;
    lines.insert(lines.begin(),
                 msg("Here the board has {0} entries, root {1}", tree.size, hex_encode(tree.root)));
    console.facts(
        lines,
        {{"size", tree.size}, {"root", hex_encode(tree.root)}, {"term", change.pairing().term}});
}

Outcome ask(const Message& question, const BoardMachineOptions& options, Console& console) {
    if (options.consent == Consent::given)
        return {};
    EVOTE_TRY(const bool yes, console.confirm(question));
    if (!yes)
        return fail(ErrorCode::declined, msg("nothing was changed"));
    return {};
}

Outcome go_alone_with(const Bytes& note, box::MachineChange& change,
                      const BoardMachineOptions& options, Console& console) {
    if (auto released = change.is_released_by(note); !released)
        return fail(std::move(released.error()).in_file(options.note.string()));
    show(change, {}, console);
    EVOTE_TRY_VOID(
        ask(msg("Is this board to have no second machine any more? (yes/no)"), options, console));
    return change.go_alone();
}

Outcome go_alone_openly(const record::SealedRecord& record, box::MachineChange& change,
                        const BoardMachineOptions& options, Console& console) {
    show(
        change,
        {msg("If the second machine is not destroyed, it can take over at any time, or has done so "
             "already. Then there are two boards, both signed with this key: the election is in "
             "doubt, and everybody can show it. If that machine can still be reached, use "
             "evote-board release there instead"),
         msg("Everybody who verifies the record will see that the board went on without it")},
        console);
    EVOTE_TRY_VOID(ask(msg("Is the second machine destroyed, so that nobody can ever take over "
                           "there, and do you want to go on without it? (yes/no)"),
                       options, console));
    EVOTE_TRY(const std::uint64_t number, change.go_alone_openly(box::system_clock()));
    const auto note = record.folder.log() / board::resumption_name(number);
    console.facts({msg("The board goes on. It says so in {0}", note.string())},
                  {{"note", note.string()}});
    return {};
}

} // namespace

Outcome board_takeover(const BoardMachineOptions& options, Console& console) {
    EVOTE_TRY(const auto record, open_record(options, console));
    EVOTE_TRY(auto change, open_change(record, options, console));
    EVOTE_TRY_VOID(change.can_take_over());
    show(change, {}, console);
    EVOTE_TRY_VOID(ask(msg("Take over? The first machine can acknowledge no ballot any more then, "
                           "and nobody can undo it. (yes/no)"),
                       options, console));
    EVOTE_TRY_VOID(change.take_over());
    console.facts({msg("This machine has taken over, in term {0}. Start evote-board serve here now",
                       change.pairing().term)},
                  {{"term", change.pairing().term}});
    return {};
}

Outcome board_release(const BoardMachineOptions& options, Console& console) {
    EVOTE_TRY_VOID(os::must_be_free(options.note));
    EVOTE_TRY(const auto record, open_record(options, console));
    EVOTE_TRY(auto change, open_change(record, options, console));
    EVOTE_TRY_VOID(change.can_release());
    show(change, {}, console);
    EVOTE_TRY_VOID(
        ask(msg("End this second machine for good? It can never take over then. (yes/no)"), options,
            console));
    EVOTE_TRY(const Bytes note, change.release());
    EVOTE_TRY_VOID(os::write_file(options.note, note));
    console.facts({msg("This is no second machine any more. Bring {0} to the first one, for "
                       "evote-board alone",
                       options.note.string())},
                  {{"note", options.note.string()}});
    return {};
}

Outcome board_alone(const BoardMachineOptions& options, Console& console) {
    EVOTE_TRY(const auto record, open_record(options, console));
    EVOTE_TRY(auto change, open_change(record, options, console));
    EVOTE_TRY_VOID(change.can_go_alone());
    if (options.note.empty())
        return go_alone_openly(record, change, options, console);
    EVOTE_TRY(const Bytes note, os::read_plain_file(options.note, largest_note));
    return go_alone_with(note, change, options, console);
}

} // namespace evote::app

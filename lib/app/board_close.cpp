// SPDX-License-Identifier: Apache-2.0
#include "app/board.h"
#include "app/open_box.h"
#include "app/sealed_ground.h"
#include "app/sealing_facts.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

void show_hours(const protocol::Manifest& manifest, std::vector<Message>& lines) {
    if (manifest.opens())
        lines.push_back(msg("The box opens at {0}", manifest.opens()->text));
    if (manifest.closes())
        lines.push_back(msg("The box closes at {0}", manifest.closes()->text));
}

// What is about to end.
void show(const box::Box& box, Console& console) {
    const protocol::Manifest& manifest = box.record().manifest();
    std::vector<Message> lines{msg("Election {0}: {1}", manifest.id(),
                                   manifest.title().in(texts::language_tag(console.language())))};
    show_hours(manifest, lines);
    json::JsonWriter districts = json::JsonWriter::array();
    const auto turnout = box.turnout();
    for (std::size_t i = 0; i < turnout.size(); ++i) {
        const std::string& id = manifest.districts()[i].id;
        lines.push_back(
            msg("district {0}: {1} of {2} voters", id, turnout[i].voted, turnout[i].voters));
        districts.push_back(
            {{"id", id}, {"voters", turnout[i].voters}, {"voted", turnout[i].voted}});
    }
    lines.push_back(msg("The board has {0} entries", box.checkpoint().size()));
    console.facts(lines, {{"election", manifest.id()},
                          {"opens", json_time(manifest.opens())},
                          {"closes", json_time(manifest.closes())},
                          {"districts", std::move(districts)}});
}

Outcome ask_to_close(Consent consent, Console& console) {
    if (consent == Consent::given)
        return {};
    EVOTE_TRY(const bool yes,
              console.confirm(msg("End the voting for good? No ballot is taken any more then, and "
                                  "nobody can undo it. (yes/no)")));
    if (!yes)
        return fail(ErrorCode::declined, msg("the board stays open"));
    return {};
}

void show_end(const board::SignedCheckpoint& checkpoint, Console& console) {
    console.facts(
        {msg("The board is closed with {0} entries, the closing entry included", checkpoint.size()),
         msg("Root: {0}", hex_encode(checkpoint.root()))},
        {{"size", checkpoint.size()}, {"root", hex_encode(checkpoint.root())}});
}

// The closing entry is there, or the key remembers that the board was closed: it was decided.
Outcome finish_closing(const BoardCloseOptions& options, Console& console) {
    EVOTE_TRY(const record::SealedRecord record,
              record::SealedRecord::open(record::RecordFolder(options.folder), options.anchor));
    EVOTE_TRY(box::BoardKey key, box::read_key_of_board(options.key, record.board.key));
    EVOTE_TRY(auto send, reach_standby(options.standby));
    EVOTE_TRY(const auto checkpoint,
              box::close_board(record, std::move(key), board::system_storage(), std::move(send)));
    show_end(checkpoint, console);
    return {};
}

} // namespace

Outcome board_close(const BoardCloseOptions& options, crypto::Random& random, Console& console) {
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    auto box = open_box(std::move(record), options.key, options.standby, random, console);
    if (!box && box.error().code == ErrorCode::closed)
        return finish_closing(options, console);
    if (!box)
        return fail(std::move(box).take_error());
    if (options.before_closes == BeforeCloses::refuse)
        EVOTE_TRY_VOID(box::must_be_over_at(box->record().manifest(), box::system_clock()));
    show(*box, console);
    EVOTE_TRY_VOID(ask_to_close(options.consent, console));
    EVOTE_TRY_VOID(box->close());
    show_end(box->checkpoint(), console);
    return {};
}

} // namespace evote::app

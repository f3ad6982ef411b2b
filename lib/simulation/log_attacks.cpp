// SPDX-License-Identifier: Apache-2.0
// Attacks of the board on its log.
#include "board/cosignature.h"
#include "os/file.h"
#include "simulation/attack.h"

#include <algorithm>

namespace evote::simulation {

namespace {

namespace fs = std::filesystem;

// A day in 2027.
constexpr std::uint64_t witnessed_at = 1'800'000'000;

Outcome need_entries(std::span<const Bytes> entries, std::size_t least) {
    if (entries.size() < least)
        return not_possible(msg("this attack needs at least {0} voters", least - 1));
    return {};
}

// The files of the log in a folder of it: its last partial tile, or its last full one.
Result<fs::path> last_tile(const Attacker& attacker, board::TileKind kind) {
    EVOTE_TRY(const auto log, attacker.record().open_log());
    board::TileName name{kind, 0, (log.size() - 1) / board::tile_width};
    name.width = board::width_in_log(0, name.index, log.size());
    return attacker.folder().log() / name.path();
}

std::vector<board::Cosigner> make_witnesses(const Attacker& attacker, std::size_t count) {
    std::vector<board::Cosigner> out;
    for (std::size_t i = 1; i <= count; ++i)
        out.emplace_back("witness.example/" + std::to_string(i),
                         crypto::SigningKey::generate(attacker.random()));
    return out;
}

// The election again, with a quorum of two among three witnesses. Two of them sign the log that the
// board closes first; the third one signs whatever it is shown.
struct Witnessed {
    std::vector<board::Cosigner> witnesses;
    std::vector<board::NoteSignature> first_lines; // by witnesses 1 and 2
    board::Checkpoint second;                      // of the log without the last ballot
};

Result<Witnessed> close_two_logs(Attacker& attacker) {
    Witnessed out{make_witnesses(attacker, 3), {}, {}};
    std::vector<board::CosignerKey> keys;
    for (const auto& witness : out.witnesses)
        keys.push_back(witness.verifier());
    EVOTE_TRY(auto policy, board::WitnessPolicy::of(2, keys));
    const auto file =
        record::BoardFile::of(attacker.setup().board_signer().verifier(), std::move(policy));
    EVOTE_TRY_VOID(attacker.put(attacker.folder().board(), file.file));
    EVOTE_TRY_VOID(attacker.remove(attacker.folder().log()));
    EVOTE_TRY_VOID(
        board::LogWriter::create(attacker.folder().log(), attacker.setup().board_signer()));
    EVOTE_TRY_VOID(attacker.seal_again_and_vote());
    EVOTE_TRY(const auto first, attacker.record().open_log());
    for (std::size_t i = 0; i < 2; ++i)
        out.first_lines.push_back(
            out.witnesses[i].cosign(first.checkpoint().checkpoint(), witnessed_at));
    EVOTE_TRY(auto entries, attacker.entries());
    EVOTE_TRY_VOID(need_entries(entries, 2));
    entries.erase(entries.end() - 2);
    EVOTE_TRY_VOID(attacker.sign_and_count(entries));
    EVOTE_TRY(const auto second, attacker.record().open_log());
    out.second = second.checkpoint().checkpoint();
    return out;
}

// Adds lines to the signed checkpoint.
Outcome add_lines(const Attacker& attacker, std::span<const board::NoteSignature> lines) {
    EVOTE_TRY(const std::string text, attacker.text(attacker.folder().checkpoint()));
    EVOTE_TRY(auto note, board::Note::parse(bytes_of(text)));
    for (const auto& line : lines)
        note.add(line);
    return attacker.put(attacker.folder().checkpoint(), note.encode());
}

} // namespace

// Of one size: the first two ballots of different voters change places.
Outcome two_histories(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    EVOTE_TRY_VOID(need_entries(entries, 3));
    EVOTE_TRY_VOID(attacker.keep_older());
    std::swap(entries[0], entries[1]);
    return attacker.sign_and_count(entries);
}

Outcome ballot_dropped(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    EVOTE_TRY_VOID(attacker.keep_older());
    entries.erase(entries.end() - 2);
    return attacker.sign_and_count(entries);
}

// The board goes back to an older checkpoint, and ends there.
Outcome log_wound_back(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    EVOTE_TRY_VOID(need_entries(entries, 3));
    EVOTE_TRY_VOID(attacker.keep_older());
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2),
                  entries.end() - 1);
    return attacker.sign_and_count(entries);
}

// Somebody without the board's key.
Outcome entries_exchanged(Attacker& attacker) {
    EVOTE_TRY(const auto entries, attacker.entries());
    EVOTE_TRY_VOID(need_entries(entries, 3));
    EVOTE_TRY(const auto log, attacker.record().open_log());
    const board::TileName name{board::TileKind::entries, 0, 0,
                               board::width_in_log(0, 0, log.size())};
    auto changed = std::vector<Bytes>(entries.begin(), entries.begin() + name.width);
    std::swap(changed[0], changed[1]);
    Bytes tile;
    for (const auto& entry : changed) {
        append_u16(tile, static_cast<std::uint16_t>(entry.size()));
        append(tile, entry);
    }
    return attacker.put(attacker.folder().log() / name.path(), tile);
}

Outcome end_cut_off(Attacker& attacker) {
    EVOTE_TRY(const auto tile, last_tile(attacker, board::TileKind::entries));
    EVOTE_TRY(const auto entries, attacker.entries());
    EVOTE_TRY(std::string bytes, attacker.text(tile));
    bytes.resize(bytes.size() - entries.back().size() - sizeof(std::uint16_t));
    return attacker.put(tile, bytes_of(bytes));
}

Outcome hash_changed(Attacker& attacker) {
    EVOTE_TRY(const auto tile, last_tile(attacker, board::TileKind::hashes));
    EVOTE_TRY(std::string bytes, attacker.text(tile));
    bytes.front() = static_cast<char>(bytes.front() ^ 1);
    return attacker.put(tile, bytes_of(bytes));
}

Outcome counted_while_open(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    entries.pop_back();
    return attacker.sign_log(entries);
}

Outcome two_closed_logs(Attacker& attacker) {
    EVOTE_TRY(const auto made, close_two_logs(attacker));
    const auto line = made.witnesses[2].cosign(made.second, witnessed_at);
    return add_lines(attacker, {&line, 1});
}

// The one witness twice, a stranger, and the lines of the others for another checkpoint.
Outcome witness_counted_twice(Attacker& attacker) {
    EVOTE_TRY(const auto made, close_two_logs(attacker));
    auto lines = made.first_lines;
    lines.push_back(made.witnesses[2].cosign(made.second, witnessed_at));
    lines.push_back(made.witnesses[2].cosign(made.second, witnessed_at + 1));
    const board::Cosigner stranger("witness.example/4",
                                   crypto::SigningKey::generate(attacker.random()));
    lines.push_back(stranger.cosign(made.second, witnessed_at));
    return add_lines(attacker, lines);
}

} // namespace evote::simulation

// SPDX-License-Identifier: Apache-2.0
#include "mirror/log_mirror.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::mirror {

namespace {

constexpr std::uint64_t largest_bundle = board::tile_width * (board::longest_entry + 2);
constexpr const char* checkpoint_name = "board/checkpoint";
constexpr const char* pending_name = "pending";

Message two_histories() {
    return msg("the board has signed two different histories");
}

// What shows that the tree of the second checkpoint has another beginning than the first one: the
// root of its first entries, and the path from there (RFC 9162, section 2.1.4.2).
Bytes other_beginning(const EdgeTiles& edge, std::uint64_t size) {
    const board::NodeSource nodes = [&](unsigned level, std::uint64_t index) {
        return edge.node(level, index);
    };
    const auto root = board::tree_root(size, nodes);
    const auto path = board::consistency_path(size, edge.tree().size, nodes);
    std::string out = fmt::format("evote-other-beginning-1\nsize {}\n", size);
    if (root && path) {
        out += "root " + base64_encode(*root) + "\n";
        for (const Digest32& hash : *path)
            out += base64_encode(hash) + "\n";
    }
    return to_bytes(bytes_of(out));
}

} // namespace

Outcome LogMirror::two(FindingKind kind, Message message, const board::SignedCheckpoint& one,
                       const board::SignedCheckpoint& other) const {
    return shout_with(
        work_.shout, work_.folder.record().path(), kind,
        {ErrorCode::board_contradicts, std::move(message), checkpoint_name, {}},
        {{"checkpoint", to_bytes(one.note())}, {"checkpoint", to_bytes(other.note())}});
}

Outcome LogMirror::altered(const Error& error, const board::SignedCheckpoint& target,
                           const Bytes& bytes) const {
    if (error.code != ErrorCode::damaged)
        return fail(error);
    return shout_with(work_.shout, work_.folder.record().path(), FindingKind::altered, error,
                      {{"checkpoint", to_bytes(target.note())}, {"served", bytes}});
}

Result<board::SignedCheckpoint> LogMirror::served() const {
    EVOTE_TRY(const auto bytes, fetch_file(work_.network, checkpoint_name, largest_checkpoint));
    if (!bytes)
        return fail(
            Error{ErrorCode::step_missing, msg("the server has no log"), checkpoint_name, {}});
    auto opened = board::open_checkpoint(*bytes, board_.key);
    if (!opened)
        return fail(std::move(opened).take_error().in_file(checkpoint_name));
    return opened;
}

Result<LogMirror::MaybeCheckpoint> LogMirror::mirrored() const {
    EVOTE_TRY(const auto bytes, work_.folder.read(checkpoint_name, largest_checkpoint));
    if (!bytes)
        return MaybeCheckpoint();
    auto opened = board::open_checkpoint(*bytes, board_.key);
    if (!opened)
        return fail(
            std::move(opened).take_error().in_file(work_.folder.path_of(checkpoint_name).string()));
    return MaybeCheckpoint(std::move(*opened));
}

Result<LogMirror::MaybeCheckpoint> LogMirror::pending() const {
    const auto path = work_.folder.work() / pending_name;
    auto bytes = os::read_plain_file(path, largest_checkpoint);
    if (!bytes && bytes.error().code == ErrorCode::file_missing)
        return MaybeCheckpoint();
    if (!bytes)
        return fail(std::move(bytes).take_error());
    auto opened = board::open_checkpoint(*bytes, board_.key);
    if (!opened)
        return fail(std::move(opened).take_error().in_file(path.string()));
    return MaybeCheckpoint(std::move(*opened));
}

Result<board::SignedCheckpoint> LogMirror::step(const Progress& progress) {
    EVOTE_TRY(const auto now, served());
    EVOTE_TRY(auto here, mirrored());
    EVOTE_TRY(auto begun, pending());
    if (begun && here && begun->size() <= here->size())
        begun.reset();
    if (const auto& seen = begun ? begun : here)
        EVOTE_TRY_VOID(judge(now, *seen, here));
    if (begun) {
        EVOTE_TRY_VOID(complete(*begun, here, progress));
        here = std::move(begun);
    }
    if (!here || here->size() < now.size()) {
        EVOTE_TRY_VOID(work_.folder.put_beside(pending_name, now.note()));
        EVOTE_TRY_VOID(complete(now, here, progress));
    } else if (now.checkpoint() == here->checkpoint()) {
        EVOTE_TRY_VOID(keep_lines(now, *here));
    }
    EVOTE_TRY(here, mirrored());
    return std::move(here).value();
}

// What can be said before anything is fetched.
Outcome LogMirror::judge(const board::SignedCheckpoint& served, const board::SignedCheckpoint& seen,
                         const MaybeCheckpoint& here) {
    if (served.size() == seen.size() && served.root() != seen.root())
        return two(FindingKind::fork, two_histories(), served, seen);
    if (served.size() >= seen.size())
        return {};
    if (here && served.size() <= here->size())
        EVOTE_TRY_VOID(compare(served));
    return two(FindingKind::shrink,
               msg("the log has {0} entries now, and had {1} before", served.size(), seen.size()),
               served, seen);
}

Outcome LogMirror::compare(const board::SignedCheckpoint& other) {
    EVOTE_TRY(board::LogReader log,
              board::LogReader::open(work_.folder.record().log(), board_.key));
    EVOTE_TRY(const auto relation, log.compare(other));
    if (relation == board::LogRelation::split)
        return two(FindingKind::fork, two_histories(), other, log.checkpoint());
    return {};
}

Outcome LogMirror::complete(const board::SignedCheckpoint& target, const MaybeCheckpoint& here,
                            const Progress& progress) {
    const std::uint64_t from = here ? here->size() : 0;
    auto edge = EdgeTiles::fetch(work_.network, target.tree(), from);
    if (!edge)
        return altered(edge.error(), target, {});
    if (here)
        EVOTE_TRY_VOID(must_go_on(*edge, target, *here));
    target_ = &target;
    EVOTE_TRY_VOID(mirror_hashes(*edge, from));
    EVOTE_TRY_VOID(mirror_entries(*edge, from, progress));
    EVOTE_TRY_VOID(work_.folder.put(checkpoint_name, target.note()));
    tidy(from, target.size());
    return {};
}

Outcome LogMirror::must_go_on(const EdgeTiles& edge, const board::SignedCheckpoint& target,
                              const board::SignedCheckpoint& here) {
    const auto path = board::consistency_path(
        here.size(), target.size(),
        [&](unsigned level, std::uint64_t index) { return edge.node(level, index); });
    if (!path)
        return altered(path.error(), target, {});
    if (board::verify_consistency(here.tree(), target.tree(), *path))
        return {};
    // It is kept as evidence. The mirror can go on with the history that it has.
    std::error_code ignored;
    std::filesystem::remove(work_.folder.work() / pending_name, ignored);
    return shout_with(work_.shout, work_.folder.record().path(), FindingKind::fork,
                      {ErrorCode::board_contradicts, two_histories(), checkpoint_name, {}},
                      {{"checkpoint", to_bytes(here.note())},
                       {"checkpoint", to_bytes(target.note())},
                       {"other-beginning", other_beginning(edge, here.size())}});
}

// Full tiles from above, so that the hash of each is in one that was verified; then the partial
// ones.
Outcome LogMirror::mirror_hashes(const EdgeTiles& edge, std::uint64_t from) {
    const std::uint64_t size = edge.tree().size;
    for (unsigned level = board::tile_levels; level-- > 0;) {
        const std::uint64_t full = (size >> (8 * level)) / board::tile_width;
        for (std::uint64_t i = (from >> (8 * level)) / board::tile_width; i < full; ++i)
            EVOTE_TRY_VOID(
                mirror_hash_tile(edge, {board::TileKind::hashes, level, i, board::tile_width}));
        const unsigned width = board::width_in_log(level, full, size);
        if (width > 0)
            EVOTE_TRY_VOID(work_.folder.put(
                "board/" + board::TileName{board::TileKind::hashes, level, full, width}.path(),
                *edge.find(level, full)));
    }
    return {};
}

Result<Digest32> LogMirror::hash_above(const EdgeTiles& edge, const board::TileName& name) const {
    const unsigned level = name.level + 1;
    const std::uint64_t index = name.index / board::tile_width;
    const std::size_t place = name.index % board::tile_width;
    if (const Bytes* const tile = edge.find(level, index))
        return hash_in(*tile, place);
    const board::TileName above{board::TileKind::hashes, level, index, board::tile_width};
    constexpr std::size_t tile_bytes = board::tile_width * sizeof(Digest32);
    EVOTE_TRY(const auto bytes, work_.folder.read("board/" + above.path(), tile_bytes));
    if (!bytes || bytes->size() != tile_bytes)
        return fail(Error{ErrorCode::file_missing,
                          msg("a file of the mirror was changed or removed"),
                          above.path(),
                          {}});
    return hash_in(*bytes, place);
}

Outcome LogMirror::mirror_hash_tile(const EdgeTiles& edge, const board::TileName& name) {
    const std::string path = "board/" + name.path();
    EVOTE_TRY(const Digest32 expected, hash_above(edge, name));
    const auto fits = [&](const Bytes& bytes) {
        return bytes.size() == name.width * sizeof(Digest32) &&
               board::perfect_root(hashes_in(bytes)) == expected;
    };
    EVOTE_TRY(const auto there, work_.folder.read(path, largest_bundle));
    if (there && fits(*there))
        return {};
    auto bytes = fetch_hashes(work_.network, name);
    if (!bytes)
        return altered(bytes.error(), *target_, {});
    if (!fits(*bytes))
        return altered({ErrorCode::damaged,
                        msg("what the server sends is not what the board has signed"),
                        path,
                        {}},
                       *target_, *bytes);
    return work_.folder.put(path, *bytes);
}

Outcome LogMirror::mirror_entries(const EdgeTiles& edge, std::uint64_t from,
                                  const Progress& progress) {
    const std::uint64_t size = edge.tree().size;
    for (std::uint64_t i = from / board::tile_width; i * board::tile_width < size; ++i) {
        const unsigned width = board::width_in_log(0, i, size);
        EVOTE_TRY_VOID(mirror_bundle(edge, {board::TileKind::entries, 0, i, width}));
        progress(i * board::tile_width + width, size);
    }
    return {};
}

Result<std::optional<Bytes>> LogMirror::fetch_bundle(const board::TileName& name) const {
    board::TileName found = name;
    EVOTE_TRY(auto bytes, fetch_file(work_.network, "board/" + found.path(), largest_bundle));
    if (!bytes && name.width < board::tile_width) {
        found.width = board::tile_width;
        EVOTE_TRY(bytes, fetch_file(work_.network, "board/" + found.path(), largest_bundle));
    }
    if (!bytes || found.width == name.width)
        return bytes;
    const auto whole =
        board::EntryBundle::parse(found.index * board::tile_width, *bytes, found.width);
    return std::optional(whole ? to_bytes(whole->prefix(name.width)) : *bytes);
}

// The entries have the hashes that were verified, whose tile is in the mirror by now.
Outcome LogMirror::mirror_bundle(const EdgeTiles& edge, const board::TileName& name) {
    const std::string path = "board/" + name.path();
    const board::TileName tile{board::TileKind::hashes, 0, name.index, name.width};
    Bytes hashes;
    if (const Bytes* const last = edge.find(0, name.index)) {
        hashes = *last;
    } else {
        EVOTE_TRY(const auto read, work_.folder.read("board/" + tile.path(), largest_bundle));
        hashes = read.value_or(Bytes());
    }
    const auto wrong = [&](const Bytes& bytes) -> std::optional<std::uint64_t> {
        const auto bundle =
            board::EntryBundle::parse(name.index * board::tile_width, bytes, name.width);
        if (!bundle || hashes.size() != name.width * sizeof(Digest32))
            return name.index * board::tile_width;
        for (unsigned i = 0; i < name.width; ++i)
            if (board::leaf_hash((*bundle)[i]) != hash_in(hashes, i))
                return bundle->first() + i;
        return std::nullopt;
    };
    EVOTE_TRY(const auto there, work_.folder.read(path, largest_bundle));
    if (there && !wrong(*there))
        return {};
    EVOTE_TRY(const auto bytes, fetch_bundle(name));
    const auto at = bytes ? wrong(*bytes) : name.index * board::tile_width;
    if (!at)
        return work_.folder.put(path, *bytes);
    return altered({ErrorCode::damaged,
                    msg("what the server sends is not what the board has signed"),
                    path,
                    {msg("entry {0}", *at)}},
                   *target_, bytes.value_or(Bytes()));
}

// Whoever reads the mirror meanwhile finds the full tile where a partial one is gone.
void LogMirror::tidy(std::uint64_t from, std::uint64_t size) const {
    const auto remove = [&](const board::TileName& name) {
        std::error_code ignored;
        if (board::width_in_log(name.level, name.index, size) == board::tile_width)
            std::filesystem::remove_all(work_.folder.record().log() / name.partial_folder(),
                                        ignored);
    };
    for (unsigned level = 0; level < board::tile_levels; ++level)
        remove({board::TileKind::hashes, level, (from >> (8 * level)) / board::tile_width});
    remove({board::TileKind::entries, 0, from / board::tile_width});
}

// Lines that are there stay.
Outcome LogMirror::keep_lines(const board::SignedCheckpoint& served,
                              const board::SignedCheckpoint& here) {
    if (!board_.witnesses || equal(served.note(), here.note()))
        return {};
    EVOTE_TRY(const auto note, board::Note::parse(here.note()));
    const Bytes both =
        board::cosigned_note(served, board_.key, *board_.witnesses, note.signatures());
    return equal(both, here.note()) ? Outcome() : work_.folder.put(checkpoint_name, both);
}

} // namespace evote::mirror

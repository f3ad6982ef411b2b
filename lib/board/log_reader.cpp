// SPDX-License-Identifier: Apache-2.0
#include "board/log_reader.h"

#include "board/log_files.h"
#include "evote/check.h"
#include "os/file.h"

#include <fmt/format.h>

namespace evote::board {

Result<LogReader> LogReader::open(const std::filesystem::path& folder, const VerifierKey& key) {
    const auto clean = clean_folder(folder);
    const auto path = clean / checkpoint_name;
    // Looked for first: a mark made after the checkpoint was read may belong to a later one.
    const bool closed = os::file_exists(clean / closed_name);
    EVOTE_TRY(const Bytes note, os::read_plain_file(path, largest_checkpoint));
    auto checkpoint = open_checkpoint(note, key);
    if (!checkpoint)
        return fail(std::move(checkpoint).take_error().in_file(path.string()));
    LogReader log(clean, key, std::move(*checkpoint));
    log.closed_ = closed;
    return log;
}

LogReader LogReader::at(const std::filesystem::path& folder, const VerifierKey& key,
                        SignedCheckpoint checkpoint) {
    return {clean_folder(folder), key, std::move(checkpoint)};
}

Result<SignedCheckpoint> read_closing_mark(const std::filesystem::path& folder,
                                           const VerifierKey& key, const Checkpoint& last) {
    const auto path = folder / closed_name;
    auto bytes = os::read_plain_file(path, largest_checkpoint);
    if (!bytes) {
        make_damage(bytes.error());
        return fail(std::move(bytes).take_error());
    }
    auto mark = open_checkpoint(*bytes, key);
    if (!mark || mark->checkpoint() != last)
        return fail(Error{ErrorCode::damaged,
                          msg("this is not the checkpoint with which the log was closed"),
                          path.string(),
                          {}});
    return mark;
}

Error LogReader::damaged_tiles() const {
    return {ErrorCode::damaged,
            msg("the log's hash files do not match its checkpoint"),
            (folder_ / "tile").string(),
            {}};
}

Result<EntryBundle> LogReader::bundle(std::uint64_t index) const {
    const unsigned width = width_in_log(0, index, size());
    EVOTE_CHECK(width > 0);
    return read_bundle(folder_, {TileKind::entries, 0, index, width});
}

Error LogReader::damaged_entry(std::uint64_t index) const {
    return {ErrorCode::damaged,
            msg("this entry does not match the log's hashes"),
            (folder_ / "tile/entries").string(),
            {msg("entry {0}", index)}};
}

// The path of the first entry has or covers every other hash in its tile.
Result<EntryBundle> LogReader::verified_bundle(std::uint64_t index) {
    EVOTE_TRY(EntryBundle out, bundle(index));
    EVOTE_TRY_VOID(inclusion(out.first()));
    for (unsigned i = 0; i < out.size(); ++i) {
        EVOTE_TRY(const Digest32 leaf, node(0, out.first() + i));
        if (leaf_hash(out[i]) != leaf)
            return fail(damaged_entry(out.first() + i));
    }
    return out;
}

Result<Bytes> LogReader::entry(std::uint64_t index) {
    EVOTE_TRY(const auto path, inclusion(index));
    EVOTE_TRY(const auto entries, bundle(index / tile_width));
    const ByteView bytes = entries[static_cast<unsigned>(index % tile_width)];
    if (!verify_inclusion(leaf_hash(bytes), index, size(), path, checkpoint_.root()))
        return fail(damaged_entry(index));
    return to_bytes(bytes);
}

namespace {

// Appends the roots of the perfect trees in a tile to its hashes, level by level.
void add_inner_levels(std::vector<Digest32>& hashes) {
    hashes.reserve(2 * hashes.size());
    std::size_t begin = 0;
    for (std::size_t width = hashes.size(); width > 1; width /= 2) {
        for (std::size_t i = begin; i + 1 < begin + width; i += 2)
            hashes.push_back(node_hash(hashes[i], hashes[i + 1]));
        begin += width;
    }
}

// Where the roots of the trees with 2^level hashes are then.
std::size_t begin_of_level(unsigned level, std::size_t width) {
    std::size_t begin = 0;
    for (; level > 0; --level, width /= 2)
        begin += width;
    return begin;
}

} // namespace

// Inner levels are computed once they are asked for: then often, for one path after the other.
Result<Digest32> LogReader::node(unsigned level, std::uint64_t index) {
    const unsigned tile_level = level / 8;
    const unsigned inside = level % 8;
    const std::uint64_t position = index << inside;
    const std::uint64_t tile = position / tile_width;
    const unsigned width = width_in_log(tile_level, tile, size());
    auto& cached = cache_[tile_level];
    if (!cached || cached->index != tile) {
        EVOTE_TRY(auto hashes,
                  read_hash_tile(folder_, {TileKind::hashes, tile_level, tile, width}));
        cached = CachedTile{tile, std::move(hashes)};
    }
    std::vector<Digest32>& hashes = cached->hashes;
    if (inside > 0 && hashes.size() == width)
        add_inner_levels(hashes);
    return hashes[begin_of_level(inside, width) + ((position % tile_width) >> inside)];
}

Result<std::map<Digest32, std::uint64_t>> LogReader::find(const std::set<Digest32>& leaves) {
    std::map<Digest32, std::uint64_t> out;
    for (std::uint64_t index = 0; index < size() && out.size() < leaves.size(); ++index) {
        EVOTE_TRY(const Digest32 leaf, node(0, index));
        if (leaves.contains(leaf))
            out.emplace(leaf, index);
    }
    return out;
}

Result<MerklePath> LogReader::inclusion(std::uint64_t index) {
    EVOTE_CHECK(index < size());
    const NodeSource nodes = [this](unsigned level, std::uint64_t i) { return node(level, i); };
    EVOTE_TRY(auto path, inclusion_path(index, size(), nodes));
    EVOTE_TRY(const Digest32 leaf, node(0, index));
    if (!verify_inclusion(leaf, index, size(), path, checkpoint_.root()))
        return fail(damaged_tiles());
    return path;
}

Result<MerklePath> LogReader::consistency(std::uint64_t first, std::uint64_t second) {
    EVOTE_CHECK(first <= second && second <= size());
    return consistency_path(
        first, second, [this](unsigned level, std::uint64_t index) { return node(level, index); });
}

Result<Digest32> LogReader::root_at(std::uint64_t size_then) {
    EVOTE_CHECK(size_then <= size());
    EVOTE_TRY(const Digest32 root, tree_root(size_then, [this](unsigned level, std::uint64_t i) {
                  return node(level, i);
              }));
    EVOTE_TRY(const auto path, consistency(size_then, size()));
    if (!verify_consistency({size_then, root}, checkpoint_.tree(), path))
        return fail(damaged_tiles());
    return root;
}

Result<LogRelation> LogReader::compare(const SignedCheckpoint& other) {
    EVOTE_CHECK(other.origin() == checkpoint_.origin());
    if (other.size() > size())
        return LogRelation::later;
    if (other.size() == size())
        return other.root() == checkpoint_.root() ? LogRelation::same : LogRelation::split;
    EVOTE_TRY(const Digest32 root, root_at(other.size()));
    return root == other.root() ? LogRelation::earlier : LogRelation::split;
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "board/tree_ahead.h"

#include "board/log_files.h"

#include <algorithm>

namespace evote::board {

namespace {

class Comparison {
  public:
    Comparison(const std::filesystem::path& folder, RightEdge edge)
        : folder_(folder), edge_(std::move(edge)) {}

    Result<bool> with(const TreeHead& wanted);

  private:
    void add_bundle(std::uint64_t index, std::uint64_t size);
    void compare_hashes(const TileName& name, std::span<const Digest32> hashes);
    void note(const Error& error);

    const std::filesystem::path& folder_;
    RightEdge edge_;
    bool same_ = true;
    Outcome system_;
};

// A file that is missing or damaged is an answer; a disk that fails is none.
void Comparison::note(const Error& error) {
    same_ = false;
    if (system_ && kind_of(error.code) == ErrorKind::system)
        system_ = fail(error);
}

void Comparison::compare_hashes(const TileName& name, std::span<const Digest32> hashes) {
    const auto there = read_hash_tile(folder_, name);
    if (!there)
        note(there.error());
    else
        same_ = same_ && std::ranges::equal(*there, hashes);
}

void Comparison::add_bundle(std::uint64_t index, std::uint64_t size) {
    const auto bundle =
        read_bundle(folder_, {TileKind::entries, 0, index, width_in_log(0, index, size)});
    if (!bundle)
        return note(bundle.error());
    for (auto i = static_cast<unsigned>(edge_.size() % tile_width); i < bundle->size(); ++i)
        edge_.append(leaf_hash((*bundle)[i]),
                     [this](const TileName& name, auto hashes) { compare_hashes(name, hashes); });
}

Result<bool> Comparison::with(const TreeHead& wanted) {
    while (same_ && edge_.size() < wanted.size)
        add_bundle(edge_.size() / tile_width, wanted.size);
    for (unsigned level = 0; same_ && level < tile_levels; ++level)
        if (!edge_.partial(level).empty())
            compare_hashes(edge_.partial_name(level), edge_.partial(level));
    EVOTE_TRY_VOID(system_);
    return same_ && edge_.size() == wanted.size && edge_.root() == wanted.root;
}

} // namespace

Result<bool> holds_tree(const std::filesystem::path& folder, RightEdge edge,
                        const TreeHead& wanted) {
    return Comparison(folder, std::move(edge)).with(wanted);
}

} // namespace evote::board

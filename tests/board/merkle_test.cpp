// SPDX-License-Identifier: Apache-2.0
#include "board/merkle.h"
#include "board/right_edge.h"
#include "board/vectors.h"
#include "crypto/sha2.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using evote::test::unhex;
using evote::test::unhex_array;
using evote::test::vectors;

namespace {

constexpr std::uint64_t most_entries = 300;

// The definition of RFC 6962 section 2.1, word for word.
Digest32 defined_root(std::span<const Digest32> leaves) {
    if (leaves.empty())
        return sha256(ByteView());
    if (leaves.size() == 1)
        return leaves.front();
    std::size_t k = 1;
    while (2 * k < leaves.size())
        k *= 2;
    return node_hash(defined_root(leaves.first(k)), defined_root(leaves.subspan(k)));
}

struct Tree {
    std::vector<Digest32> leaves;
    std::vector<Digest32> roots; // of 0, 1, 2, ... leaves
    std::vector<std::vector<Digest32>> levels;

    explicit Tree(std::uint64_t size) {
        for (std::uint64_t i = 0; i < size; ++i) {
            Bytes entry;
            append_u64(entry, i);
            leaves.push_back(leaf_hash(entry));
        }
        for (std::uint64_t n = 0; n <= size; ++n)
            roots.push_back(defined_root(std::span(leaves).first(n)));
        levels.push_back(leaves);
        while (levels.back().size() > 1) {
            const auto below = levels.back();
            levels.emplace_back();
            for (std::size_t i = 0; i + 1 < below.size(); i += 2)
                levels.back().push_back(node_hash(below[i], below[i + 1]));
        }
    }

    NodeSource nodes() const {
        return [this](unsigned level, std::uint64_t index) -> Result<Digest32> {
            return levels.at(level).at(index);
        };
    }
};

const Tree& tree() {
    static const Tree made(most_entries);
    return made;
}

} // namespace

TEST_CASE("tree roots give the known answers of Certificate Transparency") {
    const auto known = vectors("board/merkle.json");
    CHECK(empty_root() == unhex_array<32>(known["empty_root"]));
    RightEdge edge;
    REQUIRE(known["entries"].size() == known["roots"].size());
    for (std::size_t i = 0; i < known["entries"].size(); ++i) {
        edge.append(leaf_hash(unhex(known["entries"][i])), [](const auto&, auto) {});
        CHECK(edge.root() == unhex_array<32>(known["roots"][i]));
    }
}

TEST_CASE("roots of all sizes are those of the definition") {
    RightEdge edge;
    CHECK(edge.root() == empty_root());
    unsigned full_tiles = 0;
    for (std::uint64_t n = 1; n <= most_entries; ++n) {
        edge.append(tree().leaves[n - 1], [&](const TileName& name, auto hashes) {
            ++full_tiles;
            CHECK(name == TileName{TileKind::hashes, 0, 0, 256});
            CHECK(hashes.size() == 256);
        });
        CHECK(edge.root() == tree().roots[n]);
        CHECK(tree_root(n, tree().nodes()).value() == tree().roots[n]);
        CHECK(edge.size() == n);
    }
    CHECK(full_tiles == 1);
    CHECK(tree_root(0, tree().nodes()).value() == empty_root());
    RightEdge by_tile;
    by_tile.append_full_tile(tree().roots[256], [](const auto&, auto) {});
    CHECK(by_tile.root() == tree().roots[256]);
}

TEST_CASE("inclusion of every entry in every tree up to 300") {
    bool all_good = true;
    bool none_forged = true;
    for (std::uint64_t n = 1; n <= most_entries; ++n)
        for (std::uint64_t i = 0; i < n; ++i) {
            const auto& root = tree().roots[n];
            const auto& leaf = tree().leaves[i];
            auto path = inclusion_path(i, n, tree().nodes()).value();
            all_good = all_good && verify_inclusion(leaf, i, n, path, root);
            const bool elsewhere = verify_inclusion(leaf, i ^ 1, n, path, root) ||
                                   verify_inclusion(leaf, n, n, path, root) ||
                                   verify_inclusion(tree().leaves[i ^ 1], i, n, path, root);
            path.push_back(leaf);
            const bool longer = verify_inclusion(leaf, i, n, path, root);
            path.resize(path.size() - 1);
            if (!path.empty()) {
                path.back()[0] ^= 1;
                none_forged = none_forged && !verify_inclusion(leaf, i, n, path, root);
                path.pop_back();
                none_forged = none_forged && !verify_inclusion(leaf, i, n, path, root);
            }
            none_forged = none_forged && !longer && !elsewhere;
        }
    CHECK(all_good);
    CHECK(none_forged);
}

TEST_CASE("attack 33 a path fits one index only") {
    for (std::uint64_t n = 1; n <= 40; ++n)
        for (std::uint64_t i = 0; i < n; ++i) {
            const auto path = inclusion_path(i, n, tree().nodes()).value();
            int fits = 0;
            for (std::uint64_t other = 0; other < n; ++other)
                fits += verify_inclusion(tree().leaves[i], other, n, path, tree().roots[n]) ? 1 : 0;
            CHECK(fits == 1);
        }
}

TEST_CASE("attack 33 a path fits no index and tree where paths are longer or shorter") {
    bool fits = false;
    const auto path_of = [](std::uint64_t index, std::uint64_t size) {
        return inclusion_path(index, size, tree().nodes()).value();
    };
    for (std::uint64_t n = 1; n <= 20; ++n)
        for (std::uint64_t i = 0; i < n; ++i)
            for (std::uint64_t other_n = 1; other_n <= 20; ++other_n)
                for (std::uint64_t other_i = 0; other_i < other_n; ++other_i) {
                    const auto path = path_of(i, n);
                    if (path.size() != path_of(other_i, other_n).size())
                        fits = fits || verify_inclusion(tree().leaves[i], other_i, other_n, path,
                                                        tree().roots[n]);
                }
    CHECK_FALSE(fits);
}

TEST_CASE("attack 33 a path between two trees fits no other two of other lengths") {
    bool fits = false;
    const auto path_of = [](std::uint64_t first, std::uint64_t second) {
        return consistency_path(first, second, tree().nodes()).value();
    };
    for (std::uint64_t n = 1; n <= 20; ++n)
        for (std::uint64_t m = 1; m < n; ++m)
            for (std::uint64_t other_n = 1; other_n <= 20; ++other_n)
                for (std::uint64_t other_m = 1; other_m < other_n; ++other_m) {
                    const auto path = path_of(m, n);
                    if (path.size() != path_of(other_m, other_n).size())
                        fits = fits || verify_consistency({other_m, tree().roots[m]},
                                                          {other_n, tree().roots[n]}, path);
                }
    CHECK_FALSE(fits);
}

TEST_CASE("attack 33 an entry that looks like a node is not one") {
    Bytes as_node{1};
    append(as_node, tree().leaves[0]);
    append(as_node, tree().leaves[1]);
    Bytes without_prefix(as_node.begin() + 1, as_node.end());
    CHECK(sha256(as_node) == tree().roots[2]);
    CHECK(leaf_hash(as_node) != tree().roots[2]);
    CHECK(leaf_hash(without_prefix) != tree().roots[2]);
    // The inner node of four entries, presented as entry 0 of two.
    const MerklePath path{tree().levels[1][1]};
    CHECK_FALSE(verify_inclusion(leaf_hash(as_node), 0, 2, path, tree().roots[4]));
    CHECK_FALSE(verify_inclusion(leaf_hash(without_prefix), 0, 2, path, tree().roots[4]));
}

TEST_CASE("consistency of every pair of trees up to 300") {
    bool all_good = true;
    bool none_forged = true;
    for (std::uint64_t n = 0; n <= most_entries; ++n)
        for (std::uint64_t m = 0; m <= n; ++m) {
            const TreeHead first{m, tree().roots[m]};
            const TreeHead second{n, tree().roots[n]};
            auto path = consistency_path(m, n, tree().nodes()).value();
            all_good = all_good && verify_consistency(first, second, path);
            TreeHead wrong = first;
            wrong.root[5] ^= 1;
            bool forged = verify_consistency(wrong, second, path);
            wrong = second;
            wrong.root[5] ^= 1;
            // Every tree extends the empty one.
            forged = forged || (m > 0 && verify_consistency(first, wrong, path));
            forged = forged || (m < n && verify_consistency(second, first, path));
            // A log does not shrink, not even with the same root.
            forged = forged || (m < n && verify_consistency(second, {m, second.root}, {}));
            forged = forged || (m > 0 && m < n && verify_consistency(first, second, {}));
            path.push_back(first.root);
            forged = forged || verify_consistency(first, second, path);
            path.pop_back();
            if (!path.empty()) {
                auto changed = path;
                changed.front()[0] ^= 1;
                forged = forged || verify_consistency(first, second, changed);
                path.pop_back();
                forged = forged || verify_consistency(first, second, path);
            }
            none_forged = none_forged && !forged;
        }
    CHECK(all_good);
    CHECK(none_forged);
}

TEST_CASE("each tile has one name") {
    const auto path = [](TileKind kind, unsigned level, std::uint64_t index, unsigned width) {
        const TileName name{kind, level, index, width};
        CHECK(TileName::parse(name.path()) == name);
        return name.path();
    };
    CHECK(path(TileKind::hashes, 0, 1234067, 256) == "tile/0/x001/x234/067");
    CHECK(path(TileKind::hashes, 2, 0, 1) == "tile/2/000.p/1");
    CHECK(path(TileKind::entries, 0, 1000, 255) == "tile/entries/x001/000.p/255");
    CHECK(path(TileKind::entries, 0, 999, 256) == "tile/entries/999");
    for (const auto* const bad : {"tile/0/0",
                                  "tile/0/0000",
                                  "tile/0/x000/001",
                                  "tile/0/001/002",
                                  "tile/00/001",
                                  "tile/64/001",
                                  "tile/0/001.p/0",
                                  "tile/0/001.p/256",
                                  "tile/0/001.p/01",
                                  "tile/0/001.p",
                                  "tile/0/x001",
                                  "tile/0/x001/x002",
                                  "tile/data/001",
                                  "tiles/0/001",
                                  "tile/0/-01",
                                  "tile/0/001/",
                                  "tile/0//001",
                                  "tile/entries/x001/x001/x001/x001/x001/x001/001",
                                  "tile/0/001.p/1.p/1",
                                  "/tile/0/001",
                                  ""})
        CHECK_FALSE(TileName::parse(bad));
}

TEST_CASE("the tiles of a log are those of the format's example") {
    CHECK(width_in_log(0, 272, 70000) == 256);
    CHECK(width_in_log(0, 273, 70000) == 112);
    CHECK(width_in_log(0, 274, 70000) == 0);
    CHECK(width_in_log(1, 0, 70000) == 256);
    CHECK(width_in_log(1, 1, 70000) == 17);
    CHECK(width_in_log(2, 0, 70000) == 1);
    CHECK(width_in_log(3, 0, 70000) == 0);
    CHECK(width_in_log(1, 0, 256) == 1);
    CHECK(width_in_log(0, 1, 256) == 0);
    CHECK(width_in_log(40, 0, 70000) == 0);
}

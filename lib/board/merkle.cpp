// SPDX-License-Identifier: Apache-2.0
#include "board/merkle.h"

#include "crypto/sha2.h"
#include "evote/check.h"

#include <algorithm>
#include <bit>

namespace evote::board {

namespace {

constexpr ByteArray<1> leaf_prefix{0};
constexpr ByteArray<1> node_prefix{1};

// The entries [begin, end); `begin` is a multiple of the largest power of two up to end - begin.
struct Range {
    std::uint64_t begin;
    std::uint64_t end;

    std::uint64_t size() const { return end - begin; }

    // Where RFC 6962 splits it: after the largest power of two below its size.
    std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

Result<Digest32> range_root(Range range, const NodeSource& nodes) {
    if (std::has_single_bit(range.size())) {
        const auto level = static_cast<unsigned>(std::countr_zero(range.size()));
        return nodes(level, range.begin >> level);
    }
    EVOTE_TRY(const Digest32 left, range_root({range.begin, range.middle()}, nodes));
    EVOTE_TRY(const Digest32 right, range_root({range.middle(), range.end}, nodes));
    return node_hash(left, right);
}

} // namespace

Digest32 leaf_hash(ByteView entry) {
    return crypto::sha256({leaf_prefix, entry});
}

Digest32 node_hash(const Digest32& left, const Digest32& right) {
    ByteArray<65> bytes{};
    bytes[0] = node_prefix[0];
    std::ranges::copy(left, bytes.begin() + 1);
    std::ranges::copy(right, bytes.begin() + 33);
    return crypto::sha256(bytes);
}

Digest32 empty_root() {
    return crypto::sha256(ByteView());
}

Digest32 perfect_root(std::span<const Digest32> hashes) {
    EVOTE_CHECK(std::has_single_bit(hashes.size()));
    std::vector<Digest32> level(hashes.begin(), hashes.end());
    for (std::size_t size = level.size() / 2; size > 0; size /= 2)
        for (std::size_t i = 0; i < size; ++i)
            level[i] = node_hash(level[2 * i], level[2 * i + 1]);
    return level.front();
}

Result<Digest32> tree_root(std::uint64_t size, const NodeSource& nodes) {
    if (size == 0)
        return empty_root();
    return range_root({0, size}, nodes);
}

Result<MerklePath> inclusion_path(std::uint64_t index, std::uint64_t size,
                                  const NodeSource& nodes) {
    EVOTE_CHECK(index < size);
    MerklePath path;
    Range range{0, size};
    while (range.size() > 1) {
        const bool is_left = index < range.middle();
        const Range left{range.begin, range.middle()};
        const Range right{range.middle(), range.end};
        EVOTE_TRY(const Digest32 sibling, range_root(is_left ? right : left, nodes));
        path.push_back(sibling);
        range = is_left ? left : right;
    }
    std::ranges::reverse(path);
    return path;
}

bool verify_inclusion(const Digest32& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest32> path, const Digest32& root) {
    if (index >= size)
        return false;
    std::uint64_t last = size - 1;
    Digest32 hash = leaf;
    for (const auto& sibling : path) {
        if (last == 0)
            return false;
        if (index % 2 == 1 || index == last) {
            hash = node_hash(sibling, hash);
            // The right edge has no siblings until it is a right child.
            while (index % 2 == 0 && index != 0) {
                index /= 2;
                last /= 2;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        index /= 2;
        last /= 2;
    }
    return last == 0 && hash == root;
}

Result<MerklePath> consistency_path(std::uint64_t first, std::uint64_t second,
                                    const NodeSource& nodes) {
    EVOTE_CHECK(first <= second);
    MerklePath path;
    if (first == 0 || first == second)
        return path;
    Range range{0, second};
    while (range.end != first) {
        const bool first_ends_left = first <= range.middle();
        const Range left{range.begin, range.middle()};
        const Range right{range.middle(), range.end};
        EVOTE_TRY(const Digest32 other, range_root(first_ends_left ? right : left, nodes));
        path.push_back(other);
        range = first_ends_left ? left : right;
    }
    // A first tree that is one whole subtree is known to the verifier: it is the first root.
    if (range.begin != 0) {
        EVOTE_TRY(const Digest32 seed, range_root(range, nodes));
        path.push_back(seed);
    }
    std::ranges::reverse(path);
    return path;
}

bool verify_consistency(const TreeHead& first, const TreeHead& second,
                        std::span<const Digest32> path) {
    if (first.size > second.size)
        return false;
    if (first.size == second.size)
        return path.empty() && first.root == second.root;
    if (first.size == 0)
        return path.empty() && first.root == empty_root();
    std::uint64_t node = first.size - 1;
    std::uint64_t last = second.size - 1;
    while (node % 2 == 1) {
        node /= 2;
        last /= 2;
    }
    const bool starts_at_root = node == 0;
    if (!starts_at_root && path.empty())
        return false;
    Digest32 old_hash = starts_at_root ? first.root : path.front();
    Digest32 new_hash = old_hash;
    for (const auto& other : path.subspan(starts_at_root ? 0 : 1)) {
        if (last == 0)
            return false;
        if (node % 2 == 1 || node == last) {
            old_hash = node_hash(other, old_hash);
            new_hash = node_hash(other, new_hash);
            while (node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
        } else {
            new_hash = node_hash(new_hash, other);
        }
        node /= 2;
        last /= 2;
    }
    return last == 0 && old_hash == first.root && new_hash == second.root;
}

} // namespace evote::board

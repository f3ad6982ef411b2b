// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962 section 2.1 with SHA-256: hashes, roots, inclusion and consistency
// paths. Everything here is public: variable time.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace evote::board {

/// SHA-256(0x00 || entry).
Digest32 leaf_hash(ByteView entry);
/// SHA-256(0x01 || left || right).
Digest32 node_hash(const Digest32& left, const Digest32& right);
/// The root of a tree without entries: SHA-256 of nothing.
Digest32 empty_root();
/// The root over a number of hashes that is a power of two.
Digest32 perfect_root(std::span<const Digest32> hashes);

/// The evidence that an entry is in a tree, or that one tree extends another.
using MerklePath = std::vector<Digest32>;

/// Where path makers get hashes: the root of the perfect subtree over the entries
/// [index * 2^level, (index + 1) * 2^level).
using NodeSource = std::function<Result<Digest32>(unsigned level, std::uint64_t index)>;

/// The root of the first `size` entries.
Result<Digest32> tree_root(std::uint64_t size, const NodeSource& nodes);

/// The inclusion path of entry `index` in the tree of `size` entries (RFC 6962 section 2.1.1), from
/// the leaf's sibling to the root's child. `index` must be below `size`.
Result<MerklePath> inclusion_path(std::uint64_t index, std::uint64_t size, const NodeSource& nodes);

/// Whether `leaf` is the hash of entry `index` in the tree of `size` entries with this root (RFC
/// 9162 section 2.1.3.2). The index alone determines on which side each hash is.
bool verify_inclusion(const Digest32& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest32> path, const Digest32& root);

/// The consistency path from the tree of `first` entries to that of `second` (RFC 6962 section
/// 2.1.2). Empty for equal sizes and for `first` 0. `first` must not be greater than `second`.
Result<MerklePath> consistency_path(std::uint64_t first, std::uint64_t second,
                                    const NodeSource& nodes);

struct TreeHead {
    std::uint64_t size = 0;
    Digest32 root{};

    bool operator==(const TreeHead&) const = default;
};

/// Whether the second tree extends the first (RFC 9162 section 2.1.4.2).
bool verify_consistency(const TreeHead& first, const TreeHead& second,
                        std::span<const Digest32> path);

} // namespace evote::board

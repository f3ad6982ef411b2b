// SPDX-License-Identifier: Apache-2.0
// The hash tiles that show that a larger log goes on from a smaller one, each verified.
#pragma once

#include "board/checkpoint.h"
#include "board/tile.h"
#include "mirror/network.h"

#include <map>

namespace evote::mirror {

/// The bytes of a tile of a server's log, exactly as wide as asked for; where a partial one is
/// gone, the beginning of the full one. A tile that is not there or has another length is
/// ErrorCode::damaged.
Result<Bytes> fetch_hashes(const Network& network, const board::TileName& name);

/// The hash at a place of a tile.
Digest32 hash_in(ByteView tile, std::size_t place);
std::vector<Digest32> hashes_in(ByteView tile);

/// At each level the last tile of a tree, and the one in which the smaller tree ended.
class EdgeTiles {
  public:
    /// Fetches them, and verifies all of them by the larger tree's root. ErrorCode::damaged if they
    /// do not lead to it.
    static Result<EdgeTiles> fetch(const Network& network, const board::TreeHead& tree,
                                   std::uint64_t smaller);

    const board::TreeHead& tree() const { return tree_; }

    /// Of the tiles that are here: the root over a perfect subtree, as board::NodeSource.
    Result<Digest32> node(unsigned level, std::uint64_t index) const;

    /// The bytes of a tile, if it is one of these.
    const Bytes* find(unsigned level, std::uint64_t index) const;

  private:
    explicit EdgeTiles(const board::TreeHead& tree) : tree_(tree) {}

    Outcome fetch_last(const Network& network);
    Outcome fetch_covering(const Network& network, std::uint64_t smaller);

    board::TreeHead tree_;
    std::map<std::pair<unsigned, std::uint64_t>, Bytes> tiles_; // by level and index
};

} // namespace evote::mirror

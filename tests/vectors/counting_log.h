// SPDX-License-Identifier: Apache-2.0
// A log of any size whose entries are as short as can be.
#pragma once

#include "board/merkle.h"
#include "board/note.h"
#include "support/must.h"
#include "support/rooms.h"
#include "vectors/draw.h"

#include <string>
#include <utility>
#include <vector>

namespace evote {

inline NoteSigner drawn_signer(Draw& draw, std::string name) {
    return {std::move(name), SigningKey(Secret<ByteArray<32>>(draw.bytes<32>()))};
}

/// A log whose entry i is the number i in four bytes.
class CountingLog {
  public:
    explicit CountingLog(std::uint64_t size) {
        for (std::uint64_t i = 0; i < size; ++i)
            leaves_.push_back(leaf_hash(entry(i)));
    }

    static Bytes entry(std::uint64_t i) {
        Bytes wide;
        append_u64(wide, i);
        return {wide.begin() + 4, wide.end()};
    }

    const std::vector<Digest32>& leaves() const { return leaves_; }

    NodeSource nodes() const {
        return [this](unsigned level, std::uint64_t index) -> Result<Digest32> {
            const std::size_t size = std::size_t{1} << level;
            return perfect_root(std::span(leaves_).subspan(index * size, size));
        };
    }

    TreeHead head() const { return {leaves_.size(), must(tree_root(leaves_.size(), nodes()))}; }

    MerklePath path(std::uint64_t index) const {
        return must(inclusion_path(index, leaves_.size(), nodes()));
    }

  private:
    std::vector<Digest32> leaves_;
};

} // namespace evote

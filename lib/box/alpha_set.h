// SPDX-License-Identifier: Apache-2.0
// Keys of alphas, many millions of them, of which a few are added at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace evote::box {

/// A multiset of uniform 64-bit keys. They are in sorted buckets, by their first bits, so that an
/// insertion moves no more than one bucket. Measured with room for 8.6 million: 11.5 bytes a key at
/// 4.3 million keys, 10.6 at 12.9 million, 10.1 at 64.5 million.
class AlphaSet {
  public:
    /// For about this many keys, or a few times as many.
    explicit AlphaSet(std::size_t expected);

    bool contains(std::uint64_t key) const;
    void insert(std::uint64_t key);

    std::size_t size() const { return size_; }

    /// Calls visit(key) with every key in ascending order.
    template <class Visit>
    void visit(Visit visit) const {
        for (const auto& bucket : buckets_)
            for (const std::uint64_t key : bucket)
                visit(key);
    }

  private:
    using Bucket = std::vector<std::uint64_t>;

    std::size_t bucket_of(std::uint64_t key) const { return key >> shift_; }

    unsigned shift_;
    std::size_t size_ = 0;
    std::vector<Bucket> buckets_;
};

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
#include "box/alpha_set.h"

#include <algorithm>
#include <bit>

namespace evote::box {

namespace {

// Few enough to be moved quickly, many enough that a bucket's own overhead hardly counts.
constexpr std::size_t keys_in_bucket = 128;

} // namespace

AlphaSet::AlphaSet(std::size_t expected)
    : buckets_(std::bit_ceil(std::max<std::size_t>(2, expected / keys_in_bucket))) {
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(buckets_.size()));
}

bool AlphaSet::contains(std::uint64_t key) const {
    return std::ranges::binary_search(buckets_[bucket_of(key)], key);
}

void AlphaSet::insert(std::uint64_t key) {
    Bucket& bucket = buckets_[bucket_of(key)];
    // By an eighth: doubling would leave much of the memory unused on average.
    if (bucket.size() == bucket.capacity())
        bucket.reserve(bucket.size() + bucket.size() / 8 + 4);
    bucket.insert(std::ranges::upper_bound(bucket, key), key);
    ++size_;
}

} // namespace evote::box

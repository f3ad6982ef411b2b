// SPDX-License-Identifier: Apache-2.0
// Baby steps and giant steps (Shanks 1971). Elements are compared by the first bytes of their
// encodings; since only doubles are cheap to encode, all elements are kept halved.
#pragma once

#include "evote/check.h"
#include "group/batch.h"

#include <algorithm>

namespace evote::group {

namespace detail {

/// How many steps are encoded at once.
inline constexpr std::size_t bounded_log_batch = 512;

/// The keys of 2 * first, 2 * (first + step), 2 * (first + 2 step), ... batch by batch.
template <Group G>
class KeySequence {
  public:
    KeySequence(const typename G::Element& first, const typename G::Element& step)
        : next_(first),
          step_(step),
          elements_(bounded_log_batch),
          encodings_(bounded_log_batch * G::Element::encoded_size) {}

    /// Computes the next `count` keys, at most bounded_log_batch.
    void advance(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            elements_[i] = next_;
            next_ = next_ + step_;
        }
        encode_doubles_batch<G>(std::span(elements_).first(count),
                                std::span(encodings_).first(count * G::Element::encoded_size));
    }

    /// Key `index` of the last batch.
    std::uint64_t key(std::size_t index) const {
        constexpr std::size_t size = G::Element::encoded_size;
        std::uint64_t key = 0;
        for (std::size_t i = std::min<std::size_t>(size, 8); i-- > 0;)
            key = key << 8 | encodings_[index * size + i];
        return key;
    }

  private:
    typename G::Element next_;
    typename G::Element step_;
    std::vector<typename G::Element> elements_;
    Bytes encodings_;
};

template <Group G>
typename G::Scalar one_half() {
    return G::Scalar::from_u64(2).invert();
}

} // namespace detail

template <Group G>
BoundedLog<G>::BoundedLog(std::uint64_t largest) : largest_(largest) {
    constexpr std::size_t most_entries = std::size_t{1} << 20;
    EVOTE_CHECK(largest <= std::uint64_t{most_entries} * most_entries);
    std::size_t size = 1;
    while (size < most_entries && std::uint64_t{size} * size <= largest)
        size = std::min(most_entries, size + std::max<std::size_t>(1, size / 16));
    steps_ = largest / size + 1;
    const auto half = detail::one_half<G>();
    giant_step_ = -G::mul_generator(half * G::Scalar::from_u64(size));
    detail::KeySequence<G> keys(typename G::Element(), G::mul_generator(half));
    table_.reserve(size);
    while (table_.size() < size) {
        const std::size_t count = std::min(detail::bounded_log_batch, size - table_.size());
        keys.advance(count);
        for (std::size_t i = 0; i < count; ++i)
            table_.push_back({keys.key(i), table_.size()});
    }
    std::sort(table_.begin(), table_.end(), [](const Entry& a, const Entry& b) {
        return a.key != b.key ? a.key < b.key : a.index < b.index;
    });
}

template <Group G>
std::optional<std::uint64_t> BoundedLog<G>::find_vartime(const typename G::Element& element) const {
    detail::KeySequence<G> keys(detail::one_half<G>() * element, giant_step_);
    for (std::uint64_t done = 0; done < steps_; done += detail::bounded_log_batch) {
        const auto count = static_cast<std::size_t>(
            std::min<std::uint64_t>(detail::bounded_log_batch, steps_ - done));
        keys.advance(count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t key = keys.key(i);
            auto entry =
                std::lower_bound(table_.begin(), table_.end(), key,
                                 [](const Entry& a, std::uint64_t b) { return a.key < b; });
            for (; entry != table_.end() && entry->key == key; ++entry) {
                const std::uint64_t x = (done + i) * table_.size() + entry->index;
                if (x <= largest_ && G::mul_generator(G::Scalar::from_u64(x)) == element)
                    return x;
            }
        }
    }
    return std::nullopt;
}

} // namespace evote::group

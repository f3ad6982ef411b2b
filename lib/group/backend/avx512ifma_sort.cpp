// SPDX-License-Identifier: Apache-2.0
#include "group/backend/avx512ifma_sort.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace evote::group::backend::ifma {

namespace {

// Relative costs, measured: putting one point into a bucket; emptying one bucket.
constexpr std::size_t cost_of_point = 10;
constexpr std::size_t cost_of_bucket = 25;
// A digit has 16 bits with its sign, and the buckets of a window fit the second-level cache.
constexpr unsigned widest_window = 14;
constexpr unsigned narrowest_window = 4;
constexpr unsigned widest_window_together = 10;
constexpr std::size_t buckets_together = 4096;

// Classes of bucket sizes: exact up to 255, then 64 to each power of two.
constexpr std::uint32_t exact_sizes = 256;
constexpr std::size_t size_classes = exact_sizes + 24 * 64;

std::size_t size_class(std::uint32_t count) {
    if (count < exact_sizes)
        return count;
    const auto exponent = static_cast<std::uint32_t>(std::bit_width(count)) - 1;
    return exact_sizes + (exponent - 8) * 64 + ((count >> (exponent - 6)) & 63);
}

} // namespace

unsigned Windows::together() const {
    if (widest() > widest_window_together)
        return 1;
    const auto fit = static_cast<unsigned>(buckets_together / buckets() / 8 * 8);
    return std::clamp(fit, 8U, static_cast<unsigned>(round_up(count, 8)));
}

Windows choose_windows(unsigned bits, std::size_t n) {
    Windows best{bits, (bits + narrowest_window - 1) / narrowest_window};
    std::size_t best_cost = std::numeric_limits<std::size_t>::max();
    for (unsigned count = (bits + widest_window - 1) / widest_window;
         count <= (bits + narrowest_window - 1) / narrowest_window; ++count) {
        const Windows windows{bits, count};
        const std::size_t lanes = windows.together() > 1 ? round_up(count, 8) : count;
        const std::size_t cost =
            count * n * cost_of_point + lanes * windows.buckets() * cost_of_bucket;
        if (cost < best_cost) {
            best = windows;
            best_cost = cost;
        }
    }
    return best;
}

Words recoding_offset(const Windows& windows) {
    Words sum{};
    for (unsigned w = 0; w + 1 < windows.count; ++w) {
        const unsigned bit = windows.offset(w + 1) - 1;
        sum.word[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    return sum;
}

Words sum_of(const Words& a, const Words& b) {
    Words r{};
    bool carry = false;
    for (int i = 0; i < 4; ++i) {
        const std::uint64_t low = a.word[i] + b.word[i];
        r.word[i] = low + (carry ? 1 : 0);
        carry = low < a.word[i] || r.word[i] < low;
    }
    return r;
}

std::size_t counts_needed(const Windows& windows) {
    return windows.together() * (windows.buckets() + 1);
}

std::size_t order_needed(const Windows& windows) {
    return round_up(windows.together() * windows.buckets(), bucket_lanes);
}

std::size_t steps_needed(const Windows& windows) {
    return order_needed(windows) / bucket_lanes;
}

std::size_t entries_needed(const Windows& windows, std::size_t n) {
    // No group but the first is longer than the shortest list of the previous group, up to the
    // width of a size class; the first has at most n steps. A few more for looking ahead.
    const std::size_t points = windows.together() * n;
    return bucket_lanes * n + points + points / 64 + bucket_lanes * 64;
}

namespace {

void count_digits(const Windows& windows, unsigned count, const Digit* digits, std::size_t stride,
                  std::size_t n, std::uint32_t* counts) {
    const std::size_t row = windows.buckets() + 1;
    std::fill_n(counts, count * row, 0U);
    for (unsigned w = 0; w < count; ++w)
        for (std::size_t i = 0; i < n; ++i)
            ++counts[w * row + (digits[w * stride + i] & (digit_sign - 1))];
}

/// Buckets by decreasing size; all of a class count as equal.
void order_buckets(const Windows& windows, unsigned count, Schedule& schedule) {
    const std::size_t row = windows.buckets() + 1;
    std::uint32_t start[size_classes];
    std::uint32_t most = 0;
    for (unsigned w = 0; w < count; ++w)
        for (std::size_t i = w * row + 1; i < (w + 1) * row; ++i)
            most = std::max(most, schedule.counts[i]);
    const std::size_t last = size_class(most);
    std::fill_n(start, last + 1, 0U);
    for (unsigned w = 0; w < count; ++w)
        for (std::size_t i = w * row + 1; i < (w + 1) * row; ++i)
            ++start[last - size_class(schedule.counts[i])];
    std::uint32_t before = 0;
    for (std::size_t i = 0; i <= last; ++i)
        before += std::exchange(start[i], before);
    for (unsigned w = 0; w < count; ++w)
        for (std::size_t i = w * row + 1; i < (w + 1) * row; ++i)
            schedule.order[start[last - size_class(schedule.counts[i])]++] =
                static_cast<std::uint32_t>(i);
}

} // namespace

void make_schedule(const Windows& windows, unsigned count, const Digit* digits, std::size_t stride,
                   std::size_t n, Schedule& schedule) {
    const std::size_t row = windows.buckets() + 1;
    const std::size_t buckets = count * windows.buckets();
    count_digits(windows, count, digits, stride, n, schedule.counts);
    order_buckets(windows, count, schedule);

    // The counts become the places where the next point of each bucket goes. Magnitude 0 has a
    // single place at the very front.
    schedule.groups = (buckets + bucket_lanes - 1) / bucket_lanes;
    std::fill_n(schedule.order + buckets, schedule.groups * bucket_lanes - buckets,
                static_cast<std::uint32_t>(counts_needed(windows)));
    std::size_t end = bucket_lanes;
    for (std::size_t g = 0; g < schedule.groups; ++g) {
        const std::size_t first = g * bucket_lanes;
        const std::size_t lanes = std::min(bucket_lanes, buckets - first);
        std::uint32_t steps = 0;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            std::uint32_t& place = schedule.counts[schedule.order[first + lane]];
            steps = std::max(steps, place);
            place = static_cast<std::uint32_t>(end + lane);
        }
        schedule.steps[g] = steps;
        end += steps * bucket_lanes;
    }
    for (unsigned w = 0; w < count; ++w)
        schedule.counts[w * row] = 0;

    std::fill_n(schedule.entries, end + bucket_lanes * 32, static_cast<std::uint32_t>(2 * n));
    for (unsigned w = 0; w < count; ++w) {
        std::uint32_t* places = schedule.counts + w * row;
        for (std::size_t i = 0; i < n; ++i) {
            const unsigned digit = digits[w * stride + i];
            const unsigned magnitude = digit & (digit_sign - 1);
            schedule.entries[places[magnitude]] =
                static_cast<std::uint32_t>(2 * i + digit / digit_sign);
            places[magnitude] += magnitude == 0 ? 0U : std::uint32_t{bucket_lanes};
        }
    }
}

} // namespace evote::group::backend::ifma

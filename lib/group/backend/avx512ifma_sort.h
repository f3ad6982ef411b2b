// SPDX-License-Identifier: Apache-2.0
// The part of the multi-scalar multiplication that is not arithmetic of points: which windows the
// scalars are cut into, and in which order the points go into the buckets. Plain code for any
// processor. Public data only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace evote::group::backend::ifma {

/// n, or the next multiple of `step`.
constexpr std::size_t round_up(std::size_t n, std::size_t step) {
    return (n + step - 1) / step * step;
}

/// How scalars of `bits` bits are cut into signed digits of nearly equal widths: digit w counts
/// 2^offset(w) and is between -2^(width - 1) and 2^(width - 1).
struct Windows {
    unsigned bits;
    unsigned count;

    unsigned offset(unsigned w) const { return w * (bits / count) + smaller(w, bits % count); }

    unsigned width(unsigned w) const { return offset(w + 1) - offset(w); }

    unsigned widest() const { return (bits + count - 1) / count; }

    /// Buckets of a window: the magnitudes 1, 2, ...
    std::size_t buckets() const { return std::size_t{1} << (widest() - 1); }

    /// Windows whose buckets are filled together: few enough for the cache; one, or a multiple of
    /// eight.
    unsigned together() const;

  private:
    static unsigned smaller(unsigned a, unsigned b) { return a < b ? a : b; }
};

/// Bits that hold the digits of a scalar below the order, and of a 128-bit weight: signed digits
/// need one bit more than a number whose bits may all be set.
constexpr unsigned scalar_bits = 253;
constexpr unsigned weight_bits = 129;

/// The windows that are expected to be fastest for n points.
Windows choose_windows(unsigned bits, std::size_t n);

/// A number of 256 bits.
struct Words {
    std::uint64_t word[4];
};

/// What is added to a scalar so that its plain digits, less half their range, are its signed ones:
/// half of the range in every window but the last.
Words recoding_offset(const Windows& windows);

/// a + b modulo 2^256.
Words sum_of(const Words& a, const Words& b);

/// A digit: its magnitude, with this bit set if it is negative.
using Digit = std::uint16_t;
constexpr unsigned digit_sign = 0x8000;

/// Lanes that process their buckets in step.
constexpr std::size_t bucket_lanes = 16;

/// The order in which points go into buckets. Bucket m = 1, 2, ... of window w has the number w *
/// (buckets + 1) + m. Buckets are sorted by how many points they get; sixteen neighbours in that
/// order are a group, processed in step, one point each.
struct Schedule {
    std::uint32_t* counts;  // by number of bucket
    std::uint32_t* order;   // numbers of buckets, those with most points first
    std::uint32_t* steps;   // of each group
    std::uint32_t* entries; // 16 to skip; then for each group, step and lane: 2 * index + sign
    std::size_t groups;
};

/// How many numbers the arrays of a schedule must hold for w windows and n points.
std::size_t counts_needed(const Windows& windows);
std::size_t order_needed(const Windows& windows);
std::size_t steps_needed(const Windows& windows);
std::size_t entries_needed(const Windows& windows, std::size_t n);

/// Fills the schedule from the digits of windows `first` to `first + count - 1`, n each, one window
/// after the other at a distance of `stride`. A lane without a point gets the point number n, and
/// one without a bucket the number counts_needed().
void make_schedule(const Windows& windows, unsigned count, const Digit* digits, std::size_t stride,
                   std::size_t n, Schedule& schedule);

} // namespace evote::group::backend::ifma

// SPDX-License-Identifier: Apache-2.0
// Sums of multiples, variable time. Few points: Straus, one chain of doublings for all and a table
// of odd multiples each. Many: Pippenger's buckets with signed digits (Bernstein, Doumen, Lange,
// Oosterwijk, INDOCRYPT 2012, section 4 describes both).
#include "group/backend/portable.h"
#include "group/edwards25519.h"
#include "group/words.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <vector>

namespace evote::group::backend::portable {

namespace {

namespace ed = edwards25519;

/// From here on Pippenger is faster.
constexpr std::size_t pippenger_from = 160;

/// A scalar as 64-bit words, with zeros above.
struct Words {
    std::uint64_t word[5];

    /// 64 bits from `position` on; position is at most 255.
    std::uint64_t bits_from(unsigned position) const {
        const unsigned shift = position % 64;
        const std::uint64_t low = word[position / 64] >> shift;
        return shift == 0 ? low : low | word[position / 64 + 1] << (64 - shift);
    }
};

struct Scalars {
    static constexpr unsigned bits = 253;
    const std::uint8_t* bytes;

    Words operator[](std::size_t index) const {
        const std::uint8_t* scalar = bytes + 32 * index;
        return {{load_u64(scalar), load_u64(scalar + 8), load_u64(scalar + 16),
                 load_u64(scalar + 24), 0}};
    }
};

struct Weights {
    static constexpr unsigned bits = 128;
    const Weight* weights;

    Words operator[](std::size_t index) const {
        return {{weights[index].low, weights[index].high, 0, 0, 0}};
    }
};

// ---- Straus

constexpr unsigned naf_width = 5;
constexpr std::size_t odd_multiples = 1U << (naf_width - 2);

struct StrausEntry {
    std::int8_t digit[254];
    ed::Cached odd[odd_multiples]; ///< 1, 3, 5, ... times the point
};

/// Digits 0 or odd between -15 and 15, at least four zeros after each that is not 0.
void non_adjacent_form(const Words& scalar, unsigned bits, std::int8_t* digits) {
    std::fill(digits, digits + bits + 1, std::int8_t{0});
    constexpr std::uint64_t mask = (1U << naf_width) - 1;
    std::uint64_t carry = 0;
    for (unsigned i = 0; i <= bits;) {
        const std::uint64_t value = (scalar.bits_from(i) & mask) + carry;
        if (value % 2 == 0) {
            ++i;
            continue;
        }
        carry = value > mask / 2 ? 1 : 0;
        digits[i] = static_cast<std::int8_t>(static_cast<std::int64_t>(value) -
                                             static_cast<std::int64_t>(carry << naf_width));
        i += naf_width;
    }
}

void fill_odd_multiples(const EdwardsPoint& point, StrausEntry& entry) {
    const ed::Cached step = ed::cached(ed::extended(ed::twice(point)));
    EdwardsPoint multiple = point;
    entry.odd[0] = ed::cached(multiple);
    for (std::size_t i = 1; i < odd_multiples; ++i) {
        multiple = ed::extended(ed::add(multiple, step));
        entry.odd[i] = ed::cached(multiple);
    }
}

template <class Source>
EdwardsPoint straus(const Source& scalars, const EdwardsPoint* points, std::size_t n) {
    std::vector<StrausEntry> entries(n);
    for (std::size_t i = 0; i < n; ++i) {
        non_adjacent_form(scalars[i], Source::bits, entries[i].digit);
        fill_odd_multiples(points[i], entries[i]);
    }
    EdwardsPoint sum = ed::identity;
    for (unsigned bit = Source::bits + 1; bit-- > 0;) {
        sum = ed::extended(ed::twice(sum));
        for (const auto& entry : entries) {
            const std::int8_t digit = entry.digit[bit];
            if (digit > 0)
                sum = ed::extended(ed::add(sum, entry.odd[digit / 2]));
            else if (digit < 0)
                sum = ed::extended(ed::sub(sum, entry.odd[-digit / 2]));
        }
    }
    return sum;
}

// ---- Pippenger

/// The window with the least additions: one for each point and about 2.6 for each bucket.
unsigned best_window(std::size_t n, unsigned bits) {
    unsigned best = 0;
    double least = std::numeric_limits<double>::max();
    for (unsigned window = 4; window <= 14; ++window) {
        const double buckets = 1U << (window - 1);
        const unsigned windows = bits / window + 1;
        const double cost = windows * (static_cast<double>(n) + 2.6 * buckets);
        if (cost < least) {
            least = cost;
            best = window;
        }
    }
    return best;
}

/// Sum of (k + 1) * buckets[k].
EdwardsPoint sum_of_buckets(const std::vector<EdwardsPoint>& buckets) {
    EdwardsPoint running = ed::identity;
    EdwardsPoint sum = ed::identity;
    for (std::size_t k = buckets.size(); k-- > 0;) {
        running = ed::add(running, buckets[k]);
        sum = ed::add(sum, running);
    }
    return sum;
}

/// The bucket of a digit; any for 0.
std::size_t bucket_of(int digit) {
    return static_cast<std::size_t>(std::max(std::abs(digit), 1) - 1);
}

void prefetch(const EdwardsPoint& bucket) {
    const auto* bytes = reinterpret_cast<const char*>(&bucket);
    __builtin_prefetch(bytes);
    __builtin_prefetch(bytes + 64);
    __builtin_prefetch(bytes + 128);
}

/// Sum of digits[i] * points[i].
EdwardsPoint one_window(const std::int16_t* digits, const std::vector<ed::Affine>& points,
                        std::vector<EdwardsPoint>& buckets) {
    std::fill(buckets.begin(), buckets.end(), ed::identity);
    const std::size_t n = points.size();
    for (std::size_t i = 0; i < n; ++i) {
        prefetch(buckets[bucket_of(digits[std::min(i + 4, n - 1)])]);
        const int digit = digits[i];
        auto& bucket = buckets[bucket_of(digit)];
        if (digit > 0)
            bucket = ed::extended(ed::add(bucket, points[i]));
        else if (digit < 0)
            bucket = ed::extended(ed::sub(bucket, points[i]));
    }
    return sum_of_buckets(buckets);
}

template <class Source>
EdwardsPoint pippenger(const Source& scalars, const EdwardsPoint* points, std::size_t n) {
    const unsigned window = best_window(n, Source::bits);
    const unsigned windows = Source::bits / window + 1;
    const std::uint64_t half = std::uint64_t{1} << (window - 1);
    std::vector<std::int16_t> digits(windows * n);
    for (std::size_t i = 0; i < n; ++i) {
        const Words scalar = scalars[i];
        std::uint64_t carry = 0;
        for (unsigned w = 0; w < windows; ++w) {
            const std::uint64_t value = (scalar.bits_from(w * window) & (2 * half - 1)) + carry;
            carry = value > half ? 1 : 0;
            digits[w * n + i] = static_cast<std::int16_t>(
                static_cast<std::int64_t>(value) - static_cast<std::int64_t>(carry * 2 * half));
        }
    }
    std::vector<ed::Affine> affine(n);
    ed::to_affine(points, n, affine.data());
    std::vector<EdwardsPoint> buckets(static_cast<std::size_t>(half));
    EdwardsPoint sum = ed::identity;
    for (unsigned w = windows; w-- > 0;) {
        for (unsigned k = 0; k < window; ++k)
            sum = ed::extended(ed::twice(sum));
        sum = ed::add(sum, one_window(digits.data() + w * n, affine, buckets));
    }
    return sum;
}

template <class Source>
EdwardsPoint msm(const Source& scalars, const EdwardsPoint* points, std::size_t n) {
    return n < pippenger_from ? straus(scalars, points, n) : pippenger(scalars, points, n);
}

} // namespace

void msm_vartime(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                 EdwardsPoint* out) {
    *out = msm(Scalars{scalars}, points, n);
}

void msm_weights_vartime(const Weight* weights, const EdwardsPoint* points, std::size_t n,
                         EdwardsPoint* out) {
    *out = msm(Weights{weights}, points, n);
}

} // namespace evote::group::backend::portable

// SPDX-License-Identifier: Apache-2.0
// Multiples of many points, constant time: 64 signed digits of base 16 and a table of 1..8 times
// the point, every entry of which is read and masked for every digit.
#include "base/secret.h"
#include "group/backend/portable.h"
#include "group/backend/recode.h"
#include "group/edwards25519.h"

namespace evote::group::backend::portable {

namespace {

namespace ed = edwards25519;

constexpr unsigned window = 4;
constexpr std::size_t positions = digit_count(window);
constexpr std::size_t multiples = std::size_t{1} << (window - 1);

struct Work {
    std::int8_t digits[positions];
    ed::Cached table[multiples]; ///< 1, 2, 3, ... times the point
};

void fill(const EdwardsPoint& point, ed::Cached (&table)[multiples]) {
    EdwardsPoint multiple = point;
    table[0] = ed::cached(multiple);
    for (std::size_t i = 1; i < multiples; ++i) {
        multiple = ed::extended(ed::add(multiple, table[0]));
        table[i] = ed::cached(multiple);
    }
}

ed::Cached look_up(const ed::Cached (&table)[multiples], std::int8_t digit) {
    const SignedDigit d = split_sign(digit);
    ed::Cached found = ed::cached_identity;
    for (std::uint64_t k = 0; k < multiples; ++k)
        found = ed::select(ct::equal(d.magnitude, k + 1), table[k], found);
    return ed::negate_if(d.negative, found);
}

EdwardsPoint multiply(const Work& work) {
    EdwardsPoint sum = ed::identity;
    for (std::size_t i = positions; i-- > 0;) {
        for (unsigned k = 1; k < window; ++k)
            sum = ed::projective(ed::twice(sum));
        sum = ed::extended(ed::twice(sum));
        sum = ed::extended(ed::add(sum, look_up(work.table, work.digits[i])));
    }
    return sum;
}

} // namespace

void variable_base(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                   EdwardsPoint* out) {
    Work work;
    for (std::size_t i = 0; i < n; ++i) {
        signed_digits<window>(scalars + 32 * i, work.digits);
        fill(points[i], work.table);
        out[i] = multiply(work);
    }
    wipe(&work, sizeof(work));
}

} // namespace evote::group::backend::portable

// SPDX-License-Identifier: Apache-2.0
#include "group/backend/portable.h"
#include "group/backend/recode.h"
#include "group/edwards25519.h"

#include "evote/base/secret.h"

namespace evote::backend::portable {

namespace {

namespace fe = field25519;
namespace ed = edwards25519;

constexpr unsigned window = fixed_base_window;
constexpr std::size_t positions = fixed_base_rows;
constexpr std::size_t multiples = fixed_base_multiples;

/// row[i][k] = (k + 1) * 2^(window i) * base.
struct Table {
    ed::Affine row[positions][multiples];
};

static_assert(sizeof(Table) == fixed_base_table_size);

/// The multiple that the digit names; reads every entry of the row.
ed::Affine look_up(const ed::Affine (&row)[multiples], std::int8_t digit) {
    const SignedDigit d = split_sign(digit);
    ed::Affine found = ed::affine_identity;
    for (std::uint64_t k = 0; k < multiples; ++k)
        found = ed::select(ct::equal(d.magnitude, k + 1), row[k], found);
    return ed::negate_if(d.negative, found);
}

EdwardsPoint multiply(const Table& table, const std::int8_t (&digits)[positions]) {
    EdwardsPoint sum = ed::identity;
    for (std::size_t i = 0; i < positions; ++i)
        sum = ed::extended(ed::add(sum, look_up(table.row[i], digits[i])));
    return sum;
}

} // namespace

void fixed_base_table(const EdwardsPoint* base, void* table) {
    auto& rows = static_cast<Table*>(table)->row;
    EdwardsPoint power = *base;
    for (auto& row : rows) {
        EdwardsPoint points[multiples];
        const ed::Cached step = ed::cached(power);
        points[0] = power;
        for (std::size_t k = 1; k < multiples; ++k)
            points[k] = ed::extended(ed::add(points[k - 1], step));
        ed::to_affine(points, multiples, row);
        power = ed::extended(ed::twice(points[multiples - 1]));
    }
}

void fixed_base(const void* table, const std::uint8_t* scalars, std::size_t n, EdwardsPoint* out) {
    std::int8_t digits[positions];
    for (std::size_t i = 0; i < n; ++i) {
        signed_digits<window>(scalars + 32 * i, digits);
        out[i] = multiply(*static_cast<const Table*>(table), digits);
    }
    wipe(digits, sizeof(digits));
}

} // namespace evote::backend::portable

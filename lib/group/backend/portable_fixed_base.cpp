// SPDX-License-Identifier: Apache-2.0
#include "base/secret.h"
#include "group/backend/portable.h"
#include "group/backend/recode.h"
#include "group/edwards25519.h"

#include <cstring>

namespace evote::group::backend::portable {

namespace {

namespace ed = edwards25519;

/// Four 32-bit lanes, which every processor compares, masks and moves at once.
using Block [[gnu::vector_size(16)]] = std::uint32_t;
constexpr std::size_t blocks = (sizeof(ed::Affine) + sizeof(Block) - 1) / sizeof(Block);

/// The bytes of an Affine, padded to whole blocks.
struct Entry {
    Block block[blocks];
};

/// row[i][k] = (k + 1) * 2^(fixed_base_window i) * base.
struct Table {
    Entry row[fixed_base_rows][fixed_base_multiples];
};

static_assert(sizeof(Table) == fixed_base_table_size);

/// The multiple that the digit names. Every entry of the row is read and masked.
ed::Affine look_up(const Entry (&row)[fixed_base_multiples], std::int8_t digit) {
    const SignedDigit d = split_sign(digit);
    const auto wanted = static_cast<std::uint32_t>(d.magnitude);
    const Block wanted_everywhere = {wanted, wanted, wanted, wanted};
    Entry sum{};
    std::memcpy(&sum, &ed::affine_identity, sizeof(ed::Affine));
    const auto none = static_cast<std::uint32_t>(ct::is_zero(d.magnitude));
    const Block none_everywhere = {none, none, none, none};
    for (auto& block : sum.block)
        block &= none_everywhere;
    for (std::uint32_t k = 0; k < fixed_base_multiples; ++k) {
        const Block number = {k + 1, k + 1, k + 1, k + 1};
        const auto mask = reinterpret_cast<Block>(number == wanted_everywhere);
        for (std::size_t i = 0; i < blocks; ++i)
            sum.block[i] |= row[k].block[i] & mask;
    }
    ed::Affine found;
    std::memcpy(&found, &sum, sizeof(found));
    return ed::negate_if(d.negative, found);
}

EdwardsPoint add_multiple(EdwardsPoint sum, const Table& table,
                          const std::int8_t (&digits)[fixed_base_rows]) {
    for (std::size_t i = 0; i < fixed_base_rows; ++i)
        sum = ed::extended(ed::add(sum, look_up(table.row[i], digits[i])));
    return sum;
}

} // namespace

void fixed_base_table(const EdwardsPoint* base, void* table) {
    auto& rows = static_cast<Table*>(table)->row;
    EdwardsPoint power = *base;
    for (auto& row : rows) {
        EdwardsPoint points[fixed_base_multiples];
        const ed::Cached step = ed::cached(power);
        points[0] = power;
        for (std::size_t k = 1; k < fixed_base_multiples; ++k)
            points[k] = ed::extended(ed::add(points[k - 1], step));
        ed::Affine affine[fixed_base_multiples];
        ed::to_affine(points, fixed_base_multiples, affine);
        for (std::size_t k = 0; k < fixed_base_multiples; ++k) {
            row[k] = {};
            std::memcpy(&row[k], &affine[k], sizeof(affine[k]));
        }
        power = ed::extended(ed::twice(points[fixed_base_multiples - 1]));
    }
}

void fixed_base_add(const void* table, const std::uint8_t* scalars, std::size_t n,
                    EdwardsPoint* sums) {
    std::int8_t digits[fixed_base_rows];
    for (std::size_t i = 0; i < n; ++i) {
        signed_digits<fixed_base_window>(scalars + 32 * i, digits);
        sums[i] = add_multiple(sums[i], *static_cast<const Table*>(table), digits);
    }
    wipe(digits, sizeof(digits));
}

} // namespace evote::group::backend::portable

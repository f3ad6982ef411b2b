// SPDX-License-Identifier: Apache-2.0
// The checker checked in the vector backend: leaks planted after and between its instructions.
#include "ctime/secrecy.h"
#include "group/backend/avx512ifma.h"
#include "group/backend/avx512ifma_odd.h"
#include "group/backend/avx512ifma_root.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::backend::ifma;
using namespace evote::ctime_test;

namespace {

volatile std::uint64_t sink = 0;
volatile std::uint64_t source = 3;

EVOTE_AVX512IFMA_BEGIN

/// Eight small even numbers; the one in lane 5 has a secret lowest bit.
[[gnu::noinline]] Factor secret_factor() {
    std::uint64_t bit = source;
    mark_secret(bit);
    Factor factor = small(source);
    factor.limb[0] = Vector{2, 4, 6, 8, 10, 12 + (bit & 1U), 14, 16};
    return factor;
}

[[gnu::noinline]] void branch_on_mask(const Factor& factor) {
    if (is_negative(factor) != 0)
        sink = 1;
}

[[gnu::noinline]] void branch_on_product(const Factor& factor) {
    if ((masked(factor * factor).limb[1][5] & 8U) != 0)
        sink = 1;
}

[[gnu::noinline]] void look_up_by_lane(const Factor& factor) {
    static volatile const std::uint64_t table[16] = {1, 2, 3};
    sink = table[factor.limb[0][5] & 15U];
}

[[gnu::noinline]] void look_up_permuted(const Factor& factor) {
    static volatile const std::uint64_t table[16] = {1, 2, 3};
    const Vector words = {0, 1, 2, 3, 4, 5, 6, 7};
    const Vector chosen =
        vector(_mm512_permutex2var_epi64(raw(words), raw(factor.limb[0]), raw(words)));
    sink = table[chosen[5] & 8U];
}

[[gnu::noinline]] void look_up_digit(const ByteArray<32>& scalar) {
    static volatile const std::uint64_t multiples[16] = {1, 2, 3};
    const Halves halves =
        halves_of_odd(rows_at<ReadRows>(scalar.data(), scalar.size(), 1, scalar.data()));
    sink = multiples[halves.limb[4][0] >> 40 & 15U];
}

EVOTE_TARGET_END

} // namespace

PLANTED_LEAK(vector_mask, "a branch on a mask of secret lanes") {
    branch_on_mask(secret_factor());
}

PLANTED_LEAK(vector_product, "a branch on a product of secret lanes") {
    branch_on_product(secret_factor());
}

PLANTED_LEAK(vector_lookup, "a table read at a place from a secret lane") {
    look_up_by_lane(secret_factor());
}

PLANTED_LEAK(vector_permutation, "a table read at a place from a permutation by a secret") {
    look_up_permuted(secret_factor());
}

PLANTED_LEAK(vector_digit, "a multiple of a point read at the place that a digit names") {
    SecretRandom random("digit");
    const auto scalar = random_scalar<Ristretto255>(random).encode();
    look_up_digit(scalar);
}

PLANTED_LEAK(vector_output, "a branch on what the kernels made of a secret scalar") {
    SecretRandom random("output");
    const auto scalar = random_scalar<Ristretto255>(random);
    const auto element = FixedBase<Ristretto255>(Ristretto255::generator()).mul(scalar);
    ByteArray<32> encoded{};
    encode_batch<Ristretto255>({&element, 1}, encoded);
    if ((encoded[17] & 1U) != 0)
        sink = 1;
}

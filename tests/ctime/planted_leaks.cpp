// SPDX-License-Identifier: Apache-2.0
// The checker checked: each of these does something that constant-time code must not do.
#include "ctime/secrecy.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

volatile int sink = 0;
volatile std::uint8_t source = 3;

std::uint8_t secret_byte() {
    std::uint8_t secret = source;
    mark_secret(secret);
    return secret;
}

} // namespace

PLANTED_LEAK(branch, "a branch on a secret") {
    const std::uint8_t secret = secret_byte();
    if ((secret & 1U) != 0)
        sink = 1;
}

PLANTED_LEAK(lookup, "a table read at a secret place") {
    static const std::uint8_t table[256] = {1, 2, 3, 4};
    static volatile const std::uint8_t* const view = table;
    sink = view[secret_byte()];
}

PLANTED_LEAK(loop, "a loop whose length is secret") {
    const std::uint8_t secret = secret_byte();
    for (std::uint8_t i = 0; i < secret; ++i)
        sink = i;
}

PLANTED_LEAK(scalar_mul, "a scalar multiplication for public data with a secret scalar") {
    auto scalar = Ristretto255::Scalar::from_u64(123456789);
    mark_secret(scalar);
    const auto point = Ristretto255::generator();
    sink = static_cast<int>(
        msm_vartime<Ristretto255>(std::span(&scalar, 1), std::span(&point, 1)).point().x.limb[0]);
}

PLANTED_LEAK(product, "a branch on one of many multiples by secret scalars") {
    const std::vector<Ristretto255::Element> elements(9, Ristretto255::generator());
    std::vector<Ristretto255::Scalar> scalars(9, Ristretto255::Scalar::from_u64(123456789));
    mark_secret(scalars[8]);
    std::vector<Ristretto255::Element> products(9);
    mul_batch<Ristretto255>(scalars, elements, products);
    if ((products[8].point().y.limb[3] & 2U) != 0)
        sink = 1;
}

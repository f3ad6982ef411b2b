// SPDX-License-Identifier: Apache-2.0
// The system's randomness by the provider of this build and by getentropy.
#include "crypto/portable_random.h"
#include "crypto/random.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace evote;

namespace {

std::size_t ones(ByteView bytes) {
    std::size_t count = 0;
    for (unsigned byte : bytes)
        for (; byte != 0; byte &= byte - 1)
            ++count;
    return count;
}

void check_fills_every_byte(Random& random) {
    // A size that is no multiple of what one call of the system gives, with a frame that must stay.
    for (const std::size_t size : {0U, 1U, 16U, 255U, 256U, 257U, 1000U}) {
        INFO(size);
        Bytes filled(size + 2, 0);
        Bytes seen(size, 0);
        for (int round = 0; round < 40; ++round) {
            random.fill(MutableByteView(filled).subspan(1, size));
            for (std::size_t i = 0; i < size; ++i)
                seen[i] |= filled[i + 1];
        }
        // A byte that is never written stays zero; one that is, with probability 2^-320.
        CHECK(std::find(seen.begin(), seen.end(), 0) == seen.end());
        CHECK(filled.front() == 0);
        CHECK(filled.back() == 0);
    }
}

void check_looks_random(Random& random) {
    Bytes one(std::size_t{3} << 20);
    Bytes other(one.size());
    random.fill(one);
    random.fill(other);
    CHECK(one != other);
    // Eight standard deviations of the number of ones.
    const auto bits = static_cast<double>(8 * one.size());
    CHECK(std::abs(static_cast<double>(ones(one)) - bits / 2) < 4 * std::sqrt(bits));
}

} // namespace

TEST_CASE("the provider's randomness fills every byte and no other") {
    check_fills_every_byte(system_random());
    check_looks_random(system_random());
}

TEST_CASE("portable randomness fills every byte and no other") {
    PortableRandom random;
    check_fills_every_byte(random);
    check_looks_random(random);
}

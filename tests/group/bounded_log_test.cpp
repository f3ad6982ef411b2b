// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "group/ristretto255.h"
#include "group/zp.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

template <Group G>
typename G::Element power(std::uint64_t x) {
    return G::mul_generator(G::Scalar::from_u64(x));
}

} // namespace

TEST_CASE("a bounded logarithm is found for every value in a toy group") {
    for (std::uint64_t largest = 0; largest < 199; ++largest) {
        const BoundedLog<Toy199> log(largest);
        const std::uint64_t step = largest % 20 == 0 ? 1U : 13U;
        for (std::uint64_t x = 0; x < 199; x += step) {
            const auto found = log.find_vartime(power<Toy199>(x));
            if (x <= largest)
                CHECK(found == x);
            else
                CHECK(!found);
        }
    }
}

TEST_CASE("a bounded logarithm beyond the order of the group is a correct one") {
    const BoundedLog<Toy13> log(1000);
    for (std::uint64_t x = 0; x < 13; ++x) {
        const auto found = log.find_vartime(power<Toy13>(x));
        REQUIRE(found.has_value());
        CHECK(*found % 13 == x);
    }
}

TEST_CASE("attack 22 a logarithm out of range gives nothing") {
    const auto unknown = Ristretto255::Element::from_uniform(tagged_hash("test", {}));
    for (const std::uint64_t largest : {0U, 1U, 2U, 3U, 511U, 512U, 513U, 70000U, 1000003U}) {
        const BoundedLog<Ristretto255> log(largest);
        for (const std::uint64_t x : {largest, largest / 2, largest - largest / 3, largest / 1000})
            CHECK(log.find_vartime(power<Ristretto255>(x)) == x);
        CHECK(!log.find_vartime(power<Ristretto255>(largest + 1)));
        CHECK(!log.find_vartime(-Ristretto255::generator()));
        CHECK(!log.find_vartime(unknown));
    }
}

TEST_CASE("attack 22 the largest range is searched to its end and no further") {
    const std::uint64_t largest = std::uint64_t{1} << 40;
    const BoundedLog<Ristretto255> log(largest);
    CHECK(log.find_vartime(power<Ristretto255>(0)) == 0U);
    CHECK(log.find_vartime(power<Ristretto255>(1234567890123)) == std::nullopt);
    CHECK(log.find_vartime(power<Ristretto255>(largest)) == largest);
    CHECK(log.find_vartime(power<Ristretto255>(987654321098)) == 987654321098U);
    CHECK(!log.find_vartime(power<Ristretto255>(largest + 1)));
}

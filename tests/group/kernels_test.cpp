// SPDX-License-Identifier: Apache-2.0
// Every backend's kernels against the portable ones and against arithmetic on scalars, for batch
// sizes around vector widths and for points in every allowed representation.
#include "evote/bytes.h"
#include "group/backend/kernels.h"
#include "group/field25519.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

using namespace evote;
namespace fe = evote::field25519;
using backend::Kernels;
using Scalar = Ristretto255::Scalar;

namespace {

using Generator = std::mt19937_64;

Scalar scalar_from(Generator& random) {
    ByteArray<64> wide{};
    for (auto& byte : wide)
        byte = static_cast<std::uint8_t>(random());
    return Scalar::from_uniform(wide);
}

/// n scalars, among them 0, 1, the largest, 2^252 and others at edges.
std::vector<Scalar> scalars(Generator& random, std::size_t n) {
    const Scalar one = Scalar::from_u64(1);
    Scalar power = one;
    for (int i = 0; i < 252; ++i)
        power = power + power;
    const Scalar edges[] = {Scalar(), one, -one, -one - one, power, power - one, -power};
    std::vector<Scalar> list;
    for (std::size_t i = 0; i < n; ++i)
        list.push_back(i % 3 == 1 && i / 3 < std::size(edges) ? edges[i / 3] : scalar_from(random));
    return list;
}

Bytes encoded(const std::vector<Scalar>& list) {
    Bytes bytes;
    for (const Scalar& s : list) {
        const auto encoding = s.encode();
        bytes.insert(bytes.end(), encoding.begin(), encoding.end());
    }
    return bytes;
}

Bytes encode_portably(const EdwardsPoint& point) {
    Bytes bytes(32);
    backend::portable_kernels.encode(&point, 1, bytes.data());
    return bytes;
}

/// The same number in other limbs: unchanged, or with as much as possible moved to lower limbs.
FieldElement spread(FieldElement a) {
    for (int i = 4; i > 0; --i)
        if (a.limb[i] > 0 && a.limb[i - 1] < (std::uint64_t{1} << 51)) {
            a.limb[i] -= 1;
            a.limb[i - 1] += std::uint64_t{1} << 51;
        }
    return a;
}

/// Another point and another representation of the same element: a point of order 4 added and Z
/// changed, according to `kind`.
EdwardsPoint disguise(const EdwardsPoint& point, Generator& random, std::size_t kind) {
    FieldElement x = point.x;
    FieldElement y = point.y;
    FieldElement t = point.t;
    if (kind % 2 == 1) { // (x, y) + (i, 0) = (i y, i x)
        x = fe::mul(fe::sqrt_m1, point.y);
        y = fe::mul(fe::sqrt_m1, point.x);
        t = fe::carry(fe::sub(fe::zero, point.t));
    }
    FieldElement scale = fe::one;
    if (kind % 3 != 0)
        for (auto& limb : scale.limb)
            limb = random() & fe::mask51;
    EdwardsPoint r{fe::mul(x, scale), fe::mul(y, scale), fe::mul(point.z, scale),
                   fe::mul(t, scale)};
    if (kind % 5 == 4)
        r = EdwardsPoint{spread(r.x), spread(r.y), spread(r.z), spread(r.t)};
    return r;
}

EdwardsPoint multiple_of_generator(const Scalar& scalar) {
    return Ristretto255::mul_generator(scalar).point();
}

const std::vector<std::size_t>& batch_sizes() {
    static const std::vector<std::size_t> sizes{0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                11, 12, 13, 14, 15, 16, 17, 23, 24, 25, 31,
                                                32, 33, 40, 48, 49, 63, 64, 65, 600};
    return sizes;
}

const std::vector<std::size_t>& sum_sizes() {
    static const std::vector<std::size_t> sizes{0,  1,  7,  8,   9,   15,  16,  17,
                                                31, 33, 64, 100, 257, 600, 3000};
    return sizes;
}

struct Batch {
    std::vector<Scalar> logarithms;
    std::vector<EdwardsPoint> points;
};

Batch batch(Generator& random, std::size_t n) {
    Batch b{scalars(random, n), {}};
    for (std::size_t i = 0; i < n; ++i)
        b.points.push_back(disguise(multiple_of_generator(b.logarithms[i]), random, i));
    return b;
}

} // namespace

TEST_CASE("every backend decodes and refuses the same as the portable one") {
    Generator random(10);
    for (const Kernels* kernels : backend::available_kernels())
        for (const std::size_t n : batch_sizes()) {
            Bytes bytes;
            for (std::size_t i = 0; i < n; ++i) {
                ByteArray<32> one = Ristretto255::mul_generator(scalar_from(random)).encode();
                if (i % 4 == 1) // about one in four of these is an element
                    for (auto& byte : one)
                        byte = static_cast<std::uint8_t>(random());
                if (i % 4 == 1 && i % 8 == 1)
                    one[31] &= 0x7f, one[0] &= 0xfe;
                if (i % 4 == 2) // around p, and p + small even numbers
                    std::memset(one.data(), 0xff, 32),
                        one[31] = i % 8 == 2 ? 0x7f : 0xff,
                        one[0] = static_cast<std::uint8_t>(0xe0 + i / 4);
                if (i % 16 == 15)
                    one[31] |= 0x80;
                if (i % 16 == 7)
                    one = {};
                bytes.insert(bytes.end(), one.begin(), one.end());
            }
            std::vector<EdwardsPoint> points(n + 1), expected(n + 1);
            Bytes valid(n + 1, 9), expected_valid(n + 1, 9);
            kernels->decode_vartime(bytes.data(), n, points.data(), valid.data());
            backend::portable_kernels.decode_vartime(bytes.data(), n, expected.data(),
                                                     expected_valid.data());
            CHECK(valid == expected_valid);
            for (std::size_t i = 0; i < n; ++i) {
                CHECK(encode_portably(points[i]) == encode_portably(expected[i]));
                CHECK((points[i].z.limb[0] == 1 && points[i].z.limb[4] == 0));
            }
        }
}

TEST_CASE("every backend encodes any representation of an element alike") {
    Generator random(11);
    for (const Kernels* kernels : backend::available_kernels())
        for (const std::size_t n : batch_sizes()) {
            const Batch b = batch(random, n);
            Bytes single(32 * n + 1, 9), twice(32 * n + 1, 9);
            kernels->encode(b.points.data(), n, single.data());
            kernels->encode_doubles(b.points.data(), n, twice.data());
            for (std::size_t i = 0; i < n; ++i) {
                const auto& log = b.logarithms[i];
                CHECK(std::memcmp(single.data() + 32 * i,
                                  Ristretto255::mul_generator(log).encode().data(), 32) == 0);
                CHECK(std::memcmp(twice.data() + 32 * i,
                                  Ristretto255::mul_generator(log + log).encode().data(), 32) == 0);
            }
            CHECK((single.back() == 9 && twice.back() == 9));
        }
}

TEST_CASE("every backend multiplies a fixed base alike") {
    Generator random(12);
    const EdwardsPoint base = disguise(multiple_of_generator(scalar_from(random)), random, 14);
    for (const Kernels* kernels : backend::available_kernels()) {
        const std::size_t size = (kernels->fixed_base_table_size + 63) / 64 * 64;
        const std::unique_ptr<void, decltype(&std::free)> table(std::aligned_alloc(64, size),
                                                                &std::free);
        kernels->fixed_base_table(&base, table.get());
        for (const std::size_t n : batch_sizes()) {
            const auto list = scalars(random, n);
            std::vector<EdwardsPoint> points(n, Ristretto255::Element().point());
            kernels->fixed_base_add(table.get(), encoded(list).data(), n, points.data());
            for (std::size_t i = 0; i < n; ++i)
                CHECK(encode_portably(points[i]) ==
                      encode_portably((list[i] * Ristretto255::Element::from_point(base)).point()));
            // Added to points of any representation.
            const EdwardsPoint one = disguise(base, random, 5);
            const auto addend = Ristretto255::Element::from_point(base);
            const std::vector<EdwardsPoint> multiples = points;
            std::ranges::fill(points, one);
            kernels->fixed_base_add(table.get(), encoded(list).data(), n, points.data());
            for (std::size_t i = 0; i < n; ++i)
                CHECK(encode_portably(points[i]) ==
                      encode_portably(
                          (addend + Ristretto255::Element::from_point(multiples[i])).point()));
        }
    }
}

TEST_CASE("every backend multiplies many points alike") {
    Generator random(15);
    for (const Kernels* kernels : backend::available_kernels())
        for (const std::size_t n : batch_sizes()) {
            const Batch b = batch(random, n); // the first logarithms include 0, 1 and -1
            auto list = scalars(random, n);
            std::rotate(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(n / 3),
                        list.end());
            std::vector<EdwardsPoint> products(n + 1);
            std::memset(&products[n], 0x99, sizeof products[n]);
            const EdwardsPoint behind = products[n];
            kernels->variable_base(encoded(list).data(), b.points.data(), n, products.data());
            for (std::size_t i = 0; i < n; ++i)
                CHECK(encode_portably(products[i]) ==
                      encode_portably(multiple_of_generator(list[i] * b.logarithms[i])));
            CHECK(std::memcmp(&products[n], &behind, sizeof behind) == 0);
            // In place.
            auto points = b.points;
            kernels->variable_base(encoded(list).data(), points.data(), n, points.data());
            for (std::size_t i = 0; i < n; ++i)
                CHECK(encode_portably(points[i]) == encode_portably(products[i]));
        }
}

namespace {

/// Scalars all of whose digits of base 16 are the same, their negatives, and powers of two, less
/// one and plus one.
std::vector<Scalar> scalars_of_extreme_digits() {
    const Scalar one = Scalar::from_u64(1);
    Scalar repeated;
    for (int i = 0; i < 63; ++i)
        repeated = Scalar::from_u64(16) * repeated + one;
    std::vector<Scalar> list;
    for (std::uint64_t digit = 0; digit < 16; ++digit) {
        list.push_back(Scalar::from_u64(digit) * repeated);
        list.push_back(-list.back());
    }
    Scalar power = one;
    for (int i = 0; i < 253; ++i) {
        list.insert(list.end(), {power, power - one, power + one});
        power = power + power;
    }
    return list;
}

} // namespace

TEST_CASE("every backend multiplies by scalars with extreme digits alike") {
    Generator random(16);
    const auto list = scalars_of_extreme_digits();
    const Scalar log = scalar_from(random);
    std::vector<EdwardsPoint> points;
    for (std::size_t i = 0; i < list.size(); ++i)
        points.push_back(disguise(multiple_of_generator(log), random, i));
    std::vector<EdwardsPoint> products(list.size());
    for (const Kernels* kernels : backend::available_kernels()) {
        kernels->variable_base(encoded(list).data(), points.data(), list.size(), products.data());
        for (std::size_t i = 0; i < list.size(); ++i)
            CHECK(encode_portably(products[i]) ==
                  encode_portably(multiple_of_generator(list[i] * log)));
    }
}

TEST_CASE("every backend adds up multiples of many points alike") {
    Generator random(13);
    for (const Kernels* kernels : backend::available_kernels())
        for (const std::size_t n : sum_sizes()) {
            Batch b = batch(random, n);
            auto list = scalars(random, n);
            if (n == 100) // one bucket gets all
                std::fill(list.begin(), list.end(), list[9]);
            if (n > 200) { // the same point again, and its opposite
                b.points[100] = b.points[101];
                b.logarithms[100] = b.logarithms[101];
                b.points[102] = (-Ristretto255::Element::from_point(b.points[101])).point();
                b.logarithms[102] = -b.logarithms[101];
                list[100] = list[102] = list[101];
            }
            Scalar sum;
            for (std::size_t i = 0; i < n; ++i)
                sum = sum + list[i] * b.logarithms[i];
            EdwardsPoint result;
            kernels->msm_vartime(encoded(list).data(), b.points.data(), n, &result);
            CHECK(encode_portably(result) == encode_portably(multiple_of_generator(sum)));
        }
}

TEST_CASE("every backend adds up weighted points alike") {
    Generator random(14);
    const Weight edges[] = {{0, 0}, {1, 0}, {~0ULL, ~0ULL}, {0, 1ULL << 63}, {~0ULL, 0}};
    for (const Kernels* kernels : backend::available_kernels())
        for (const std::size_t n : sum_sizes()) {
            const Batch b = batch(random, n);
            std::vector<Weight> weights;
            Scalar sum;
            for (std::size_t i = 0; i < n; ++i) {
                weights.push_back(i % 2 == 1 && i / 2 < std::size(edges)
                                      ? edges[i / 2]
                                      : Weight{random(), random()});
                sum = sum + weights[i] * b.logarithms[i];
            }
            EdwardsPoint result;
            kernels->msm_weights_vartime(weights.data(), b.points.data(), n, &result);
            CHECK(encode_portably(result) == encode_portably(multiple_of_generator(sum)));
        }
}

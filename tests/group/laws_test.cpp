// SPDX-License-Identifier: Apache-2.0
// The laws in ristretto255 (with the backend in use) on random and extreme values, and in the toy
// groups on all values.
#include "group/laws.h"
#include "group/ristretto255.h"
#include "group/zp.h"
#include "support/rooms.h"

using namespace evote;

namespace {

template <Group G>
std::vector<typename G::Scalar> all_scalars(std::uint64_t order) {
    std::vector<typename G::Scalar> list;
    for (std::uint64_t i = 0; i < order; ++i)
        list.push_back(G::Scalar::from_u64(i));
    return list;
}

template <Group G>
std::vector<typename G::Element> multiples(const std::vector<typename G::Scalar>& scalars) {
    std::vector<typename G::Element> list;
    for (const auto& scalar : scalars)
        list.push_back(G::mul_generator(scalar));
    return list;
}

/// 0, 1, -1, 2, 2^252, 1/2 and random ones, `count` in all.
std::vector<Ristretto255::Scalar> some_scalars(std::size_t count) {
    using Scalar = Ristretto255::Scalar;
    SeededRandom random(bytes_of("laws"));
    auto power = Scalar::from_u64(std::uint64_t{1} << 63);
    power = power * power * power * power; // 2^252
    const auto one = Scalar::from_u64(1);
    std::vector<Scalar> list{Scalar(), one, -one, one + one, power, (one + one).invert()};
    while (list.size() < count)
        list.push_back(random_scalar<Ristretto255>(random));
    return list;
}

/// How many byte strings of the right size `decode` accepts.
template <class T>
std::size_t count_encodings() {
    static_assert(T::encoded_size <= 2);
    std::size_t accepted = 0;
    for (unsigned value = 0; value < 1U << (8 * T::encoded_size); ++value) {
        ByteArray<T::encoded_size> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
        const auto decoded = T::decode(bytes);
        if (decoded) {
            ++accepted;
            CHECK(decoded->encode() == bytes);
        }
    }
    return accepted;
}

/// A byte less or more is refused.
template <class T>
void check_encoded_size() {
    const auto encoding = T().encode();
    Bytes longer{0};
    append(longer, encoding);
    CHECK_FALSE(T::decode(longer));
    CHECK_FALSE(T::decode(ByteView(encoding).first(T::encoded_size - 1)));
}

template <Group G>
void check_toy_group(std::uint64_t order) {
    const auto scalars = all_scalars<G>(order);
    const auto elements = multiples<G>(scalars);
    for (const auto& a : scalars)
        for (const auto& b : scalars)
            check_scalar_laws<G>(a, b);
    for (const auto& p : elements)
        for (const auto& q : elements)
            check_element_laws<G>(p, q);
    for (std::size_t i = 0; i < elements.size(); ++i)
        for (std::size_t j = 0; j < elements.size(); ++j)
            check_multiplication_laws<G>(scalars[i], scalars[(3 * i + j) % order], elements[j],
                                         elements[(i + j) % order]);
    check_batches<G>(scalars, elements);
    check_weights<G>(scalars);
    CHECK(count_encodings<typename G::Scalar>() == order);
    check_encoded_size<typename G::Scalar>();
    check_encoded_size<typename G::Element>();
}

} // namespace

TEST_CASE("the laws hold in ristretto255") {
    using G = Ristretto255;
    const auto scalars = some_scalars(16);
    auto elements = multiples<G>(scalars);
    SeededRandom random(bytes_of("elements"));
    for (int i = 0; i < 8; ++i) {
        ByteArray<64> wide{};
        random.fill(wide);
        elements.push_back(G::Element::from_uniform(wide));
    }
    for (const auto& a : scalars)
        for (const auto& b : scalars)
            check_scalar_laws<G>(a, b);
    check_weights<G>(scalars);
    for (const auto& p : elements)
        for (const auto& q : elements) {
            check_element_laws<G>(p, q);
            check_associativity<G>(p, q, elements.back());
        }
    for (std::size_t i = 0; i < scalars.size(); ++i)
        for (std::size_t j = 0; j < elements.size(); j += 3)
            check_multiplication_laws<G>(scalars[i], scalars[(i + j) % scalars.size()], elements[j],
                                         elements[(i + j) % elements.size()]);
}

TEST_CASE("batches of ristretto255 agree with single operations") {
    for (const std::size_t count : {1U, 7U, 33U, 400U}) {
        auto scalars = some_scalars(count);
        scalars.resize(count);
        check_batches<Ristretto255>(scalars, multiples<Ristretto255>(scalars));
    }
}

TEST_CASE("the laws hold for all of the group of order 13") {
    check_toy_group<Toy13>(13);
    const auto elements = multiples<Toy13>(all_scalars<Toy13>(13));
    for (const auto& p : elements)
        for (const auto& q : elements)
            for (const auto& r : elements)
                check_associativity<Toy13>(p, q, r);
}

TEST_CASE("the laws hold for all of the group of order 199") {
    check_toy_group<Toy199>(199);
}

TEST_CASE("attack 6 only the members of a Zp subgroup decode") {
    CHECK(count_encodings<Toy13::Element>() == 13);
    CHECK(count_encodings<Toy199::Element>() == 199);
    const std::uint8_t order_two[] = {52}; // -1 modulo 53
    CHECK(!Toy13::Element::decode(order_two));
    const std::uint8_t zero[] = {0};
    CHECK(!Toy13::Element::decode(zero));
}

TEST_CASE("the one way map of a toy group gives every element") {
    SeededRandom random(bytes_of("map"));
    std::vector<bool> seen(53);
    for (int i = 0; i < 400; ++i) {
        ByteArray<64> wide{};
        random.fill(wide);
        const auto element = Toy13::Element::from_uniform(wide);
        REQUIRE(Toy13::Element::decode(element.encode()).has_value());
        seen[element.encode()[0]] = true;
    }
    CHECK(std::count(seen.begin(), seen.end(), true) == 13);
}

namespace {

bool is_prime(unsigned n) {
    for (unsigned divisor = 2; divisor * divisor <= n; ++divisor)
        if (n % divisor == 0)
            return false;
    return n > 1;
}

template <class Parameters>
void check_parameters() {
    const auto p = static_cast<unsigned>(std::stoul(std::string(Parameters::modulus)));
    const auto q = static_cast<unsigned>(std::stoul(std::string(Parameters::order)));
    CHECK(is_prime(p));
    CHECK(is_prime(q));
    CHECK((p - 1) % q == 0);
    CHECK(ZpGroup<Parameters>::generator() != typename ZpGroup<Parameters>::Element());
}

} // namespace

TEST_CASE("attack 7 the named parameters are primes with a subgroup of that order") {
    check_parameters<ToyParameters13>();
    check_parameters<ToyParameters199>();
}

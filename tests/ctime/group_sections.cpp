// SPDX-License-Identifier: Apache-2.0
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

Scalar secret_scalar(std::string_view seed) {
    SecretRandom random(seed);
    return random_scalar<Ristretto255>(random);
}

std::vector<Scalar> secret_scalars(std::size_t count) {
    std::vector<Scalar> scalars;
    for (std::size_t i = 0; i < count; ++i)
        scalars.push_back(secret_scalar(std::to_string(i)));
    return scalars;
}

/// One vector, two, three (as many as are encoded at once) and a second pass over a table.
constexpr std::size_t batch_sizes[] = {1, 9, 24, 33};

void check_still_secret(const std::vector<Element>& elements) {
    for (const Element& element : elements)
        for (const FieldElement* coordinate :
             {&element.point().x, &element.point().y, &element.point().z, &element.point().t})
            for (const std::uint64_t& limb : coordinate->limb)
                EVOTE_CHECK(is_secret(&limb, 6)); // bits 51 to 63 are never set
}

} // namespace

CONSTANT_TIME(scalars, "scalar arithmetic") {
    const Scalar a = secret_scalar("a");
    const Scalar b = secret_scalar("b");
    std::uint8_t bit = 1;
    mark_secret(bit);
    const Scalar c = Scalar::select(bit, a * b + a - b, -a);
    c.invert().encode();
    bool answer = c == a;
    declassify(answer);
    answer = c.is_zero();
    declassify(answer);
    std::uint64_t small = 5;
    mark_secret(small);
    (Scalar::from_u64(small) * a).encode();
}

CONSTANT_TIME(decode_scalar, "reading a secret scalar") {
    ByteArray<32> bytes = Scalar::from_u64(77).encode();
    mark_secret(bytes);
    const auto scalar = Scalar::decode(bytes);
    // That it is a scalar is public; all of it is declassified here, but the value itself is not
    // used.
    declassify(&scalar, sizeof(scalar));
}

CONSTANT_TIME(generator, "multiples of the generator") {
    Ristretto255::mul_generator(secret_scalar("g")).encode();
}

CONSTANT_TIME(any_base, "multiples of any element") {
    const Element p = Ristretto255::mul_generator(Scalar::from_u64(5));
    (secret_scalar("m") * p).encode();
}

CONSTANT_TIME(many_bases, "multiples of many elements") {
    for (const std::size_t count : batch_sizes) {
        std::vector<Element> elements;
        for (std::size_t i = 0; i < count; ++i)
            elements.push_back(Ristretto255::mul_generator(Scalar::from_u64(5 * i)));
        std::vector<Element> out(count);
        mul_batch<Ristretto255>(secret_scalars(count), elements, out);
        check_still_secret(out);
        // Secret elements by public scalars.
        mul_batch<Ristretto255>(std::vector<Scalar>(count, Scalar::from_u64(7)), out, out);
        check_still_secret(out);
    }
}

CONSTANT_TIME(secret_elements, "sums, comparison and encoding of secret elements") {
    const Element p = Ristretto255::mul_generator(secret_scalar("p"));
    const Element q = Ristretto255::mul_generator(secret_scalar("q"));
    (p + q - (-q)).encode();
    bool answer = p == q;
    declassify(answer);
    answer = p.is_identity();
    declassify(answer);
}

CONSTANT_TIME(fixed_base, "multiples from a table, one and many") {
    const FixedBase<Ristretto255> base(Ristretto255::mul_generator(Scalar::from_u64(9)));
    for (const std::size_t count : batch_sizes) {
        const std::vector<Scalar> scalars = secret_scalars(count);
        std::vector<Element> out(count);
        base.mul_batch(scalars, out);
        check_still_secret(out);
    }
    base.mul(secret_scalar("one")).encode();
}

CONSTANT_TIME(encode_many, "encoding many secret elements") {
    for (const std::size_t count : batch_sizes) {
        std::vector<Element> elements;
        for (const Scalar& scalar : secret_scalars(count))
            elements.push_back(Ristretto255::mul_generator(scalar));
        Bytes out(32 * count);
        encode_batch<Ristretto255>(elements, out);
        EVOTE_CHECK(is_secret(out.data(), out.size()));
        Bytes doubles(32 * count);
        encode_doubles_batch<Ristretto255>(elements, doubles);
        EVOTE_CHECK(is_secret(doubles.data(), doubles.size()));
    }
}

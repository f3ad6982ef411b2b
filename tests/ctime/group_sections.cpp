// SPDX-License-Identifier: Apache-2.0
#include "ctime/secrecy.h"

#include "evote/group/ristretto255.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

Scalar secret_scalar(std::string_view seed) {
    SecretRandom random(seed);
    return random_scalar<Ristretto255>(random);
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
    // That it is one is public; all of it is declassified here but the value itself is not used.
    declassify(&scalar, sizeof(scalar));
}

CONSTANT_TIME(generator, "multiples of the generator") {
    Ristretto255::mul_generator(secret_scalar("g")).encode();
}

CONSTANT_TIME(any_base, "multiples of any element") {
    const Element p = Ristretto255::mul_generator(Scalar::from_u64(5));
    (secret_scalar("m") * p).encode();
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
    std::vector<Scalar> scalars;
    for (const auto* seed : {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
        scalars.push_back(secret_scalar(seed));
    std::vector<Element> out(scalars.size());
    base.mul_batch(scalars, out);
    base.mul(scalars[0]).encode();
}

CONSTANT_TIME(encode_many, "encoding many secret elements") {
    std::vector<Element> elements;
    for (const auto* seed : {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
        elements.push_back(Ristretto255::mul_generator(secret_scalar(seed)));
    Bytes out(32 * elements.size());
    encode_batch<Ristretto255>(elements, out);
    encode_doubles_batch<Ristretto255>(elements, out);
}

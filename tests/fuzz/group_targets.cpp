// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzz_target.h"
#include "group/batch.h"
#include "group/ristretto255.h"
#include "group/zp.h"
#include "protocol/polynomials.h"
#include "support/rooms.h"

#include <algorithm>

using namespace evote;

namespace {

template <class G>
void encodes_alike(ByteView bytes) {
    if (const auto element = G::Element::decode(bytes))
        EVOTE_CHECK(equal(element->encode(), bytes));
    if (const auto scalar = G::Scalar::decode(bytes))
        EVOTE_CHECK(equal(scalar->encode(), bytes));
}

} // namespace

// One encoding per element: what is decoded encodes to the same bytes, and decoding many at once
// gives the same as decoding one.
EVOTE_FUZZ(ristretto255) {
    const std::size_t count = bytes.size() / 32;
    std::vector<Ristretto255::Element> elements(count);
    std::vector<std::uint8_t> valid(count);
    decode_batch_vartime<Ristretto255>(bytes.first(32 * count), elements, valid);
    for (std::size_t i = 0; i < count; ++i) {
        const auto encoding = bytes.subspan(32 * i, 32);
        const auto element = Ristretto255::Element::decode(encoding);
        EVOTE_CHECK(element.has_value() == (valid[i] == 1));
        if (!element)
            continue;
        EVOTE_CHECK(equal(element->encode(), encoding));
        EVOTE_CHECK(elements[i] == *element);
    }
    if (bytes.size() % 32 != 0)
        EVOTE_CHECK(!Ristretto255::Element::decode(bytes.subspan(32 * count)));
}

EVOTE_FUZZ(scalar) {
    const auto scalar = Ristretto255::Scalar::decode(bytes);
    if (scalar)
        EVOTE_CHECK(equal(scalar->encode(), bytes));
    ByteArray<64> wide{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), wide.size()), wide.begin());
    const auto reduced = Ristretto255::Scalar::from_uniform(wide);
    EVOTE_CHECK(Ristretto255::Scalar::decode(reduced.encode()) == reduced);
}

EVOTE_FUZZ(toy_groups) {
    encodes_alike<Toy13>(bytes);
    encodes_alike<Toy199>(bytes);
}

// A trustee's share as bytes.
EVOTE_FUZZ(share) {
    const auto share = decode_share(bytes, 3);
    EVOTE_CHECK(!share || equal(encode_share(share->expose()).expose(), bytes));
}

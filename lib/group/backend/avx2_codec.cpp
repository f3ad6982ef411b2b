// SPDX-License-Identifier: Apache-2.0
// Decoding and encoding ristretto255 with four square roots side by side, a lane each.
#include "group/backend/avx2.h"
#include "group/backend/avx2_field.h"
#include "group/backend/portable.h"

namespace evote::group::backend::avx2 {

namespace {

EVOTE_AVX2_BEGIN

Element square_times(Element a, int times) {
    for (; times > 0; --times)
        a = square(a);
    return a;
}

/// a^(2^252 - 3), as field25519::power_for_sqrt.
Element power(const Element& a) {
    const Element a2 = square(a);
    const Element a9 = a * square_times(a2, 2);
    // eN is a^(2^N - 1).
    const Element e5 = square(a9 * a2) * a9;
    const Element e10 = square_times(e5, 5) * e5;
    const Element e20 = square_times(e10, 10) * e10;
    const Element e40 = square_times(e20, 20) * e20;
    const Element e50 = square_times(e40, 10) * e10;
    const Element e100 = square_times(e50, 50) * e50;
    const Element e200 = square_times(e100, 100) * e100;
    const Element e250 = square_times(e200, 50) * e50;
    return square_times(e250, 2) * a;
}

field25519::Several<portable::roots_together>
power_for_sqrt(const field25519::Several<portable::roots_together>& elements) {
    Vector limbs51[5];
    for (int i = 0; i < 5; ++i)
        for (int lane = 0; lane < 4; ++lane)
            limbs51[i][lane] = elements.lane[lane].limb[i];
    to_radix51(power(from_radix51(limbs51)), limbs51);
    field25519::Several<portable::roots_together> powers;
    for (int i = 0; i < 5; ++i)
        for (int lane = 0; lane < 4; ++lane)
            powers.lane[lane].limb[i] = limbs51[i][lane];
    return powers;
}

EVOTE_TARGET_END

static_assert(portable::roots_together == 4);

} // namespace

void decode_vartime(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                    std::uint8_t* valid) {
    portable::decode_vartime_with(power_for_sqrt, encodings, n, out, valid);
}

void encode(const EdwardsPoint* points, std::size_t n, std::uint8_t* out) {
    portable::encode_with(power_for_sqrt, points, n, out);
}

} // namespace evote::group::backend::avx2

// SPDX-License-Identifier: Apache-2.0
// The representation of points of edwards25519 in memory, common to all backends.
#pragma once

#include <cstdint>

namespace evote::group {

/// An integer modulo 2^255 - 19 in radix 2^51: the sum of limb[i] * 2^(51 i), each limb below
/// 2^52. Not unique: reduced only when encoded or compared.
struct FieldElement {
    std::uint64_t limb[5];
};

/// A point of -x^2 + y^2 = 1 + d x^2 y^2 in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z, Z not
/// zero (Hisil, Wong, Carter, Dawson, ASIACRYPT 2008).
struct EdwardsPoint {
    FieldElement x;
    FieldElement y;
    FieldElement z;
    FieldElement t;
};

} // namespace evote::group

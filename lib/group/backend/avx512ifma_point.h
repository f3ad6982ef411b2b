// SPDX-License-Identifier: Apache-2.0
// Points of edwards25519 in eight lanes. The formulas are the complete ones of Hisil, Wong, Carter
// and Dawson (ASIACRYPT 2008, section 3.1 and 3.3 for a = -1, d not a square): no case is special.
// Points are held as (Y + X, Y - X, Z, T), so that negating one is a swap.
#pragma once

#include "group/backend/avx512ifma_lanes.h"
#include "group/backend/avx512ifma_root.h"

namespace evote::backend::ifma {

namespace {

EVOTE_AVX512IFMA_BEGIN

struct Point {
    Factor sum;        // Y + X
    Factor difference; // Y - X
    Factor z;
    Factor t;
};

/// A point to add, with Z = 1.
struct AffineAddend {
    Factor sum;
    Factor difference;
    Factor t2d; // 2 d T
};

/// A point to add.
struct Addend {
    Factor sum;
    Factor difference;
    Factor z;
    Factor t2d;
};

EVOTE_IFMA_INLINE Point identity_point() {
    return Point{small(1), small(1), small(1), small(0)};
}

EVOTE_IFMA_INLINE Point point_of(const Coordinates& p) {
    return Point{add(p.y, p.x), subtract(p.y, p.x), p.z, p.t};
}

/// The same point with all coordinates doubled.
EVOTE_IFMA_INLINE Coordinates coordinates_of(const Point& p) {
    return Coordinates{subtract(p.sum, p.difference), add(p.sum, p.difference), add(p.z, p.z),
                       add(p.t, p.t)};
}

EVOTE_IFMA_INLINE Addend addend_of(const Point& p) {
    return Addend{p.sum, p.difference, p.z, p.t * constant(limbs_twice_d)};
}

/// An addition half done: X = E F, Y = G H, Z = F G, T = E H.
struct Halfway {
    Factor e;
    Factor f;
    Factor g;
    Factor h;
};

EVOTE_IFMA_INLINE Halfway halfway(const Sum& e, const Sum& f, const Sum& g, const Sum& h) {
    return Halfway{carry(e), carry(f), carry(g), carry(h)};
}

EVOTE_IFMA_INLINE Point finish(const Halfway& s) {
    const Sum x = product(s.e, s.f);
    const Sum y = product_from(multiple_of_p(), s.g, s.h);
    return Point{carry(y + x), carry(y - x), s.f * s.g, s.e * s.h};
}

/// p + q, or p - q in the lanes of `minus`, where the caller has swapped the first two coordinates
/// of q already.
EVOTE_IFMA_INLINE Halfway begin_add(const Point& p, const AffineAddend& q, __mmask8 minus) {
    const Sum a = product(p.difference, q.difference);
    const Sum b = product_from(multiple_of_p(), p.sum, q.sum);
    Sum c = product(p.t, q.t2d);
    EVOTE_IFMA_UNROLL
    for (int i = 0; i < 5; ++i) // -c modulo 2^64; d is large enough for either sign
        c.limb[i] =
            vector(_mm512_mask_sub_epi64(raw(c.limb[i]), minus, raw(all(0)), raw(c.limb[i])));
    const Sum z = masked(p.z);
    const Sum d = z + z + multiple_of_p();
    return halfway(b - a, d - c, d + c, b + a);
}

[[gnu::noinline]] inline Point add(const Point& p, const Addend& q) {
    const Sum a = product(p.difference, q.difference);
    const Sum b = product_from(multiple_of_p(), p.sum, q.sum);
    const Sum c = product(p.t, q.t2d);
    const Sum z = product(p.z, q.z);
    const Sum d = z + z + multiple_of_p();
    return finish(halfway(b - a, d - c, d + c, b + a));
}

/// With S = Y + X and D = Y - X: 4XY = S^2 - D^2, 2(X^2 + Y^2) = S^2 + D^2, Y^2 - X^2 = S D.
[[gnu::noinline]] inline Point double_of(const Point& p) {
    const Sum ss = square_sum(p.sum);
    const Sum dd = square_sum(p.difference);
    const Sum sd = product(p.sum, p.difference);
    const Sum zz = square_sum(p.z);
    const Sum g = sd + sd;
    const Sum zz2 = zz + zz;
    return finish(halfway(ss + multiple_of_p() - dd, zz2 + zz2 + multiple_of_p() - g, g, ss + dd));
}

EVOTE_AVX512IFMA_END

} // namespace

} // namespace evote::backend::ifma

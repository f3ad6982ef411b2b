// SPDX-License-Identifier: Apache-2.0
// Points of edwards25519 in eight lanes. The formulas are the complete ones of Hisil, Wong, Carter
// and Dawson (ASIACRYPT 2008, section 3.1 and 3.3 for a = -1, d not a square): no case is special.
// Points are held as (Y + X, Y - X, Z, T), so that negating one is a swap.
#pragma once

#include "group/backend/avx512ifma_lanes.h"
#include "group/backend/avx512ifma_root.h"

namespace evote::group::backend::ifma {

namespace {

EVOTE_AVX512IFMA_BEGIN

struct Point {
    Factor sum;        // Y + X
    Factor difference; // Y - X
    Factor z;
    Factor t;
};

/// A point that will only be doubled, which needs no T.
struct PointWithoutT {
    Factor sum;
    Factor difference;
    Factor z;
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

EVOTE_VECTOR_INLINE Point identity_point() {
    return Point{small(1), small(1), small(1), small(0)};
}

EVOTE_VECTOR_INLINE Point point_of(const Coordinates& p) {
    return Point{add(p.y, p.x), subtract(p.y, p.x), p.z, p.t};
}

/// The same point with all coordinates doubled.
EVOTE_VECTOR_INLINE Coordinates coordinates_of(const Point& p) {
    return Coordinates{subtract(p.sum, p.difference), add(p.sum, p.difference), add(p.z, p.z),
                       add(p.t, p.t)};
}

EVOTE_VECTOR_INLINE Addend addend_of(const Point& p) {
    return Addend{p.sum, p.difference, p.z, p.t * constant(limbs_twice_d)};
}

/// A half-done addition: X = E F, Y = G H, Z = F G, T = E H.
struct Halfway {
    Factor e;
    Factor f;
    Factor g;
    Factor h;
};

EVOTE_VECTOR_INLINE Halfway halfway(const Sum& e, const Sum& f, const Sum& g, const Sum& h) {
    return Halfway{carry(e), carry(f), carry(g), carry(h)};
}

/// Not part of finish(), which g++ would then compile to slower code.
EVOTE_VECTOR_INLINE PointWithoutT finish_without_t(const Halfway& s) {
    const Sum x = product(s.e, s.f);
    const Sum y = product_from(multiple_of_p(), s.g, s.h);
    return PointWithoutT{carry(y + x), carry(y - x), s.f * s.g};
}

EVOTE_VECTOR_INLINE Point finish(const Halfway& s) {
    const Sum x = product(s.e, s.f);
    const Sum y = product_from(multiple_of_p(), s.g, s.h);
    return Point{carry(y + x), carry(y - x), s.f * s.g, s.e * s.h};
}

/// An addition to p, given the products of the Z and of the T (times 2 d). Limbs of t are those of
/// a product, below 0.625 * 2^56, or their negatives modulo 2^64; limbs of d are above 2^57 - 2^10
/// and below 2^62 + 2^58, so neither d - t nor d + t leaves [0, 2^63).
EVOTE_VECTOR_INLINE Halfway begin_add(const Point& p, const Factor& sum, const Factor& difference,
                                      const Sum& z, const Sum& t) {
    const Sum a = product(p.difference, difference);
    const Sum b = product_from(multiple_of_p(), p.sum, sum);
    const Sum d = z + z + multiple_of_p();
    return halfway(b - a, d - t, d + t, b + a);
}

/// -a modulo 2^64, limb by limb, in the lanes of `minus`.
EVOTE_VECTOR_INLINE Sum negate_limbs_if(__mmask8 minus, const Sum& a) {
    Sum r;
    EVOTE_UNROLL
    for (int i = 0; i < 5; ++i)
        r.limb[i] =
            vector(_mm512_mask_sub_epi64(raw(a.limb[i]), minus, raw(all(0)), raw(a.limb[i])));
    return r;
}

/// p + q, or p - q in the lanes of `minus`, where the caller has already swapped the first two
/// coordinates of q.
EVOTE_VECTOR_INLINE Halfway begin_add(const Point& p, const AffineAddend& q, __mmask8 minus) {
    return begin_add(p, q.sum, q.difference, masked(p.z),
                     negate_limbs_if(minus, product(p.t, q.t2d)));
}

EVOTE_VECTOR_INLINE Halfway begin_add(const Point& p, const Addend& q, __mmask8 minus) {
    return begin_add(p, q.sum, q.difference, product(p.z, q.z),
                     negate_limbs_if(minus, product(p.t, q.t2d)));
}

[[gnu::noinline]] inline Point add(const Point& p, const Addend& q) {
    return finish(begin_add(p, q.sum, q.difference, product(p.z, q.z), product(p.t, q.t2d)));
}

/// With S = Y + X and D = Y - X: 4XY = S^2 - D^2, 2(X^2 + Y^2) = S^2 + D^2, Y^2 - X^2 = S D.
template <class AnyPoint>
EVOTE_VECTOR_INLINE Halfway begin_double(const AnyPoint& p) {
    const Sum ss = square_sum(p.sum);
    const Sum dd = square_sum(p.difference);
    const Sum sd = product(p.sum, p.difference);
    const Sum zz = square_sum(p.z);
    const Sum g = sd + sd;
    const Sum zz2 = zz + zz;
    return halfway(ss + multiple_of_p() - dd, zz2 + zz2 + multiple_of_p() - g, g, ss + dd);
}

[[gnu::noinline]] inline Point double_of(const Point& p) {
    return finish(begin_double(p));
}

EVOTE_TARGET_END

} // namespace

} // namespace evote::group::backend::ifma

// SPDX-License-Identifier: Apache-2.0
// Points of edwards25519: the addition formulas of Hisil, Wong, Carter and Dawson (ASIACRYPT 2008)
// for a = -1. They are complete on this curve: no case is special. Constant time.
//
// Bounds (see field25519.h): coordinates of points are below 2^52, products are tight.
#pragma once

#include "group/edwards_point.h"
#include "group/field25519.h"

#include <cstddef>

namespace evote::group::edwards25519 {

namespace fe = field25519;

inline constexpr EdwardsPoint identity{fe::zero, fe::one, fe::one, fe::zero};

/// The generator of RFC 8032 section 5.1 and RFC 9496 section 4.
inline constexpr EdwardsPoint generator{
    {{0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5}},
    {{0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666}},
    fe::one,
    {{0x68ab3a5b7dda3, 0x0eea2a5eadbb, 0x2af8df483c27e, 0x332b375274732, 0x67875f0fd78b7}}};

/// An addend: (Y + X, Y - X, 2Z, 2dT). Wide limbs.
struct Cached {
    FieldElement y_plus_x;
    FieldElement y_minus_x;
    FieldElement z2;
    FieldElement t2d;
};

/// An addend with Z = 1: (y + x, y - x, 2dxy). Tight limbs.
struct Affine {
    FieldElement y_plus_x;
    FieldElement y_minus_x;
    FieldElement xy2d;
};

inline constexpr Cached cached_identity{fe::one, fe::one, {{2, 0, 0, 0, 0}}, fe::zero};
inline constexpr Affine affine_identity{fe::one, fe::one, fe::zero};

/// A point before the last products: x = E/G, y = H/F, so (X, Y, Z, T) = (EF, GH, FG, EH). Wide.
struct Completed {
    FieldElement e, f, g, h;
};

inline EdwardsPoint extended(const Completed& c) {
    return {fe::mul(c.e, c.f), fe::mul(c.g, c.h), fe::mul(c.f, c.g), fe::mul(c.e, c.h)};
}

/// The same without T, for a following doubling.
inline EdwardsPoint projective(const Completed& c) {
    return {fe::mul(c.e, c.f), fe::mul(c.g, c.h), fe::mul(c.f, c.g), fe::zero};
}

inline Cached cached(const EdwardsPoint& p) {
    return {fe::add(p.y, p.x), fe::sub(p.y, p.x), fe::add(p.z, p.z), fe::mul(p.t, fe::curve_2d)};
}

/// For Z = 1 and t = xy.
inline Affine affine(const FieldElement& x, const FieldElement& y, const FieldElement& t) {
    return {fe::carry(fe::add(y, x)), fe::carry(fe::sub(y, x)), fe::mul(t, fe::curve_2d)};
}

inline Completed add(const EdwardsPoint& p, const Cached& q) {
    const FieldElement a = fe::mul(fe::sub(p.y, p.x), q.y_minus_x);
    const FieldElement b = fe::mul(fe::add(p.y, p.x), q.y_plus_x);
    const FieldElement c = fe::mul(p.t, q.t2d);
    const FieldElement d = fe::mul(p.z, q.z2);
    return {fe::sub_tight(b, a), fe::sub_tight(d, c), fe::add(d, c), fe::add(b, a)};
}

inline Completed sub(const EdwardsPoint& p, const Cached& q) {
    const FieldElement a = fe::mul(fe::sub(p.y, p.x), q.y_plus_x);
    const FieldElement b = fe::mul(fe::add(p.y, p.x), q.y_minus_x);
    const FieldElement c = fe::mul(p.t, q.t2d);
    const FieldElement d = fe::mul(p.z, q.z2);
    return {fe::sub_tight(b, a), fe::add(d, c), fe::sub_tight(d, c), fe::add(b, a)};
}

inline Completed add(const EdwardsPoint& p, const Affine& q) {
    const FieldElement a = fe::mul(fe::sub(p.y, p.x), q.y_minus_x);
    const FieldElement b = fe::mul(fe::add(p.y, p.x), q.y_plus_x);
    const FieldElement c = fe::mul(p.t, q.xy2d);
    const FieldElement d = fe::add(p.z, p.z);
    return {fe::sub_tight(b, a), fe::sub_tight(d, c), fe::add(d, c), fe::add(b, a)};
}

inline Completed sub(const EdwardsPoint& p, const Affine& q) {
    const FieldElement a = fe::mul(fe::sub(p.y, p.x), q.y_plus_x);
    const FieldElement b = fe::mul(fe::add(p.y, p.x), q.y_minus_x);
    const FieldElement c = fe::mul(p.t, q.xy2d);
    const FieldElement d = fe::add(p.z, p.z);
    return {fe::sub_tight(b, a), fe::add(d, c), fe::sub_tight(d, c), fe::add(b, a)};
}

/// 2p; does not read T.
inline Completed twice(const EdwardsPoint& p) {
    const FieldElement xx = fe::square(p.x);
    const FieldElement yy = fe::square(p.y);
    const FieldElement zz = fe::square(p.z);
    const FieldElement g = fe::sub_tight(yy, xx);
    const FieldElement h = fe::add(yy, xx);
    const FieldElement e = fe::sub(fe::square(fe::add(p.x, p.y)), h);
    return {e, fe::sub(fe::add(zz, zz), g), g, h};
}

inline EdwardsPoint add(const EdwardsPoint& p, const EdwardsPoint& q) {
    return extended(add(p, cached(q)));
}

inline EdwardsPoint negate(const EdwardsPoint& p) {
    return {fe::negate(p.x), p.y, p.z, fe::negate(p.t)};
}

inline Cached select(ct::Mask mask, const Cached& a, const Cached& b) {
    return {fe::select(mask, a.y_plus_x, b.y_plus_x), fe::select(mask, a.y_minus_x, b.y_minus_x),
            fe::select(mask, a.z2, b.z2), fe::select(mask, a.t2d, b.t2d)};
}

inline Affine select(ct::Mask mask, const Affine& a, const Affine& b) {
    return {fe::select(mask, a.y_plus_x, b.y_plus_x), fe::select(mask, a.y_minus_x, b.y_minus_x),
            fe::select(mask, a.xy2d, b.xy2d)};
}

/// The negative where the mask is set: the first two swapped, the last with the other sign.
inline Cached negate_if(ct::Mask mask, const Cached& a) {
    return {fe::select(mask, a.y_minus_x, a.y_plus_x), fe::select(mask, a.y_plus_x, a.y_minus_x),
            a.z2, fe::negate_if(mask, a.t2d)};
}

inline Affine negate_if(ct::Mask mask, const Affine& a) {
    return {fe::select(mask, a.y_minus_x, a.y_plus_x), fe::select(mask, a.y_plus_x, a.y_minus_x),
            fe::negate_if(mask, a.xy2d)};
}

/// The n points as addends with Z = 1, with one inversion for every 128.
void to_affine(const EdwardsPoint* points, std::size_t n, Affine* out);

} // namespace evote::group::edwards25519

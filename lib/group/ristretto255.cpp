// SPDX-License-Identifier: Apache-2.0
#include "group/ristretto255.h"

#include "group/ristretto255_codec.h"

namespace evote::group {

namespace fe = field25519;
namespace ed = edwards25519;
using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;

static_assert(Group<Ristretto255>);

const Element& Ristretto255::generator() {
    static const Element element = Element::from_point(ed::generator);
    return element;
}

Element Ristretto255::mul_generator(const Scalar& scalar) {
    static const FixedBaseTable table(generator());
    return table.mul(scalar);
}

namespace {

fe::Sqrt inverse_sqrt(const FieldElement& v) {
    return fe::finish_inverse_sqrt(v, fe::power_for_sqrt(fe::Several<1>{{v}}).lane[0]);
}

} // namespace

std::optional<Element> Element::decode(ByteView bytes) {
    if (bytes.size() != encoded_size)
        return std::nullopt;
    const auto start = ristretto::start_decoding(bytes.data());
    EdwardsPoint point;
    if (ristretto::finish_decoding(start, inverse_sqrt(start.radicand), point) == 0)
        return std::nullopt;
    return Element(point);
}

ByteArray<32> Element::encode() const {
    const auto start = ristretto::start_encoding(point_);
    const fe::Sqrt sqrt = inverse_sqrt(ristretto::encoding_radicand(start));
    ByteArray<32> out{};
    ristretto::finish_encoding(point_, start, sqrt.root, out.data());
    return out;
}

namespace {

/// MAP of RFC 9496 section 4.3.4.
EdwardsPoint map_to_point(const std::uint8_t* bytes) {
    const FieldElement t = fe::decode(bytes);
    const FieldElement r = fe::mul(fe::sqrt_m1, fe::square(t));
    const FieldElement u = fe::mul(fe::add(r, fe::one), fe::one_minus_d_sq);
    const FieldElement rd = fe::mul(r, fe::curve_d);
    const FieldElement v =
        fe::mul(fe::negate(fe::add(fe::one, rd)), fe::add(r, fe::curve_d)); // (-1 - r d)(r + d)
    const fe::Sqrt root = fe::sqrt_ratio(u, v);
    const FieldElement s_prime = fe::sub(fe::zero, fe::carry(fe::abs(fe::mul(root.root, t))));
    const FieldElement s = fe::carry(fe::select(root.was_square, root.root, s_prime));
    const FieldElement c = fe::select(root.was_square, fe::negate(fe::one), r);
    const FieldElement n =
        fe::carry(fe::sub(fe::mul(fe::mul(c, fe::sub_tight(r, fe::one)), fe::d_minus_one_sq), v));
    const FieldElement ss = fe::square(s);
    return ed::extended({fe::mul(fe::add(s, s), v), fe::add(fe::one, ss),
                         fe::mul(n, fe::sqrt_ad_minus_one), fe::sub_tight(fe::one, ss)});
}

} // namespace

Element Element::from_uniform(const ByteArray<64>& wide) {
    return Element(ed::add(map_to_point(wide.data()), map_to_point(wide.data() + 32)));
}

Element operator+(const Element& p, const Element& q) {
    return Element(ed::add(p.point_, q.point_));
}

Element operator-(const Element& p, const Element& q) {
    return Element(ed::extended(ed::sub(p.point_, ed::cached(q.point_))));
}

Element operator-(const Element& p) {
    return Element(ed::negate(p.point_));
}

bool operator==(const Element& p, const Element& q) {
    const EdwardsPoint& a = p.point_;
    const EdwardsPoint& b = q.point_;
    const ct::Mask same = fe::is_zero(fe::sub(fe::mul(a.x, b.y), fe::mul(a.y, b.x))) |
                          fe::is_zero(fe::sub(fe::mul(a.y, b.y), fe::mul(a.x, b.x)));
    return (same & 1) != 0;
}

Element Element::select(std::uint8_t bit, const Element& p, const Element& q) {
    const ct::Mask second = ct::mask_of_bit(bit);
    return Element(
        {fe::select(second, q.point_.x, p.point_.x), fe::select(second, q.point_.y, p.point_.y),
         fe::select(second, q.point_.z, p.point_.z), fe::select(second, q.point_.t, p.point_.t)});
}

bool Element::is_identity() const {
    return ((fe::is_zero(point_.x) | fe::is_zero(point_.y)) & 1) != 0;
}

Element operator*(const Scalar& scalar, const Element& p) {
    Element out;
    mul_batch<Ristretto255>({&scalar, 1}, {&p, 1}, {&out, 1});
    return out;
}

} // namespace evote::group

// SPDX-License-Identifier: Apache-2.0
// The batch operations of ristretto255, passed on to the kernels of the backend in use.
#include "base/secret.h"
#include "evote/check.h"
#include "group/backend/kernels.h"
#include "group/batch.impl.h"
#include "group/bounded_log.impl.h"
#include "group/fixed_base.impl.h"
#include "group/ristretto255.h"

#include <algorithm>
#include <new>
#include <type_traits>

namespace evote::group {

using Element = Ristretto255::Element;
using Scalar = Ristretto255::Scalar;
using backend::kernels;

namespace {

static_assert(std::is_standard_layout_v<Element> && sizeof(Element) == sizeof(EdwardsPoint));

const EdwardsPoint* points(std::span<const Element> elements) {
    return reinterpret_cast<const EdwardsPoint*>(elements.data());
}

EdwardsPoint* points(std::span<Element> elements) {
    return reinterpret_cast<EdwardsPoint*>(elements.data());
}

/// Secret scalars are encoded in blocks on the stack: a multiple of every backend's lanes, and
/// cheap to wipe.
constexpr std::size_t most_scalars = 192;

void encode_scalars(std::span<const Scalar> scalars, std::uint8_t* out) {
    ByteArray<32> bytes{};
    for (const auto& scalar : scalars) {
        bytes = scalar.encode();
        out = std::copy(bytes.begin(), bytes.end(), out);
    }
    wipe(bytes.data(), bytes.size());
}

} // namespace

template <>
bool decode_batch_vartime<Ristretto255>(ByteView encodings, std::span<Element> out,
                                        std::span<std::uint8_t> valid) {
    EVOTE_CHECK(encodings.size() == out.size() * 32 && valid.size() == out.size());
    kernels().decode_vartime(encodings.data(), out.size(), points(out), valid.data());
    return std::all_of(valid.begin(), valid.end(), [](std::uint8_t v) { return v == 1; });
}

template <>
void encode_batch<Ristretto255>(std::span<const Element> elements, MutableByteView out) {
    EVOTE_CHECK(out.size() == elements.size() * 32);
    kernels().encode(points(elements), elements.size(), out.data());
}

template <>
void encode_doubles_batch<Ristretto255>(std::span<const Element> elements, MutableByteView out) {
    EVOTE_CHECK(out.size() == elements.size() * 32);
    kernels().encode_doubles(points(elements), elements.size(), out.data());
}

template <>
void mul_batch<Ristretto255>(std::span<const Scalar> scalars, std::span<const Element> elements,
                             std::span<Element> out) {
    EVOTE_CHECK(scalars.size() == elements.size() && out.size() == elements.size());
    std::uint8_t bytes[32 * most_scalars];
    for (std::size_t done = 0; done < out.size(); done += most_scalars) {
        const std::size_t count = std::min(most_scalars, out.size() - done);
        encode_scalars(scalars.subspan(done, count), bytes);
        kernels().variable_base(bytes, points(elements.subspan(done)), count,
                                points(out.subspan(done)));
    }
    wipe(bytes, 32 * std::min(most_scalars, out.size()));
}

template <>
Element msm_vartime<Ristretto255>(std::span<const Scalar> scalars,
                                  std::span<const Element> elements) {
    EVOTE_CHECK(scalars.size() == elements.size());
    Bytes bytes(scalars.size() * 32);
    encode_scalars(scalars, bytes.data());
    EdwardsPoint sum;
    kernels().msm_vartime(bytes.data(), points(elements), elements.size(), &sum);
    return Element::from_point(sum);
}

template <>
Element msm_vartime<Ristretto255>(std::span<const Weight> weights,
                                  std::span<const Element> elements) {
    EVOTE_CHECK(weights.size() == elements.size());
    EdwardsPoint sum;
    kernels().msm_weights_vartime(weights.data(), points(elements), elements.size(), &sum);
    return Element::from_point(sum);
}

Ristretto255::FixedBaseTable::FixedBaseTable(const Element& base) {
    constexpr std::align_val_t alignment{64};
    void* memory = ::operator new(kernels().fixed_base_table_size, alignment);
    memory_.reset(memory, [](void* table) { ::operator delete (table, std::align_val_t{64}); });
    kernels().fixed_base_table(&base.point(), memory);
}

Element Ristretto255::FixedBaseTable::mul(const Scalar& scalar) const {
    Element out;
    mul_add_batch({&scalar, 1}, {&out, 1});
    return out;
}

void Ristretto255::FixedBaseTable::mul_batch(std::span<const Scalar> scalars,
                                             std::span<Element> out) const {
    std::fill(out.begin(), out.end(), Element());
    mul_add_batch(scalars, out);
}

void Ristretto255::FixedBaseTable::mul_add_batch(std::span<const Scalar> scalars,
                                                 std::span<Element> sums) const {
    EVOTE_CHECK(scalars.size() == sums.size());
    std::uint8_t bytes[32 * most_scalars];
    for (std::size_t done = 0; done < sums.size(); done += most_scalars) {
        const std::size_t count = std::min(most_scalars, sums.size() - done);
        encode_scalars(scalars.subspan(done, count), bytes);
        kernels().fixed_base_add(memory_.get(), bytes, count, points(sums.subspan(done)));
    }
    wipe(bytes, 32 * std::min(most_scalars, sums.size()));
}

template class FixedBase<Ristretto255>;
template class BoundedLog<Ristretto255>;

} // namespace evote::group

// SPDX-License-Identifier: Apache-2.0
// Operations on many elements at once. Generic over the group here; ristretto255 takes them from
// the kernels of the backend that was chosen for this processor.
#pragma once

#include "group/group.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evote::group {

/// Decodes out.size() consecutive encodings. `valid[i]` becomes 1 or 0; an invalid one leaves the
/// identity in out[i]. True if all are valid. Variable time.
template <Group G>
bool decode_batch_vartime(ByteView encodings, std::span<typename G::Element> out,
                          std::span<std::uint8_t> valid);

/// Encodes all elements consecutively; `out` has elements.size() * encoded_size bytes. Constant
/// time for groups that are.
template <Group G>
void encode_batch(std::span<const typename G::Element> elements, MutableByteView out);

/// Encodes 2 * elements[i]: cheaper than encoding elements[i], since it needs no square root. A
/// prover works with halved scalars and encodes the doubles. Constant time for groups that are.
template <Group G>
void encode_doubles_batch(std::span<const typename G::Element> elements, MutableByteView out);

/// out[i] = scalars[i] * elements[i]: far cheaper than one by one where the processor multiplies
/// several at a time. `out` may be `elements` itself. Constant time for groups that are.
template <Group G>
void mul_batch(std::span<const typename G::Scalar> scalars,
               std::span<const typename G::Element> elements, std::span<typename G::Element> out);

/// Sum of scalars[i] * elements[i]. Straus for few, Pippenger for many. Public data only.
template <Group G>
typename G::Element msm_vartime(std::span<const typename G::Scalar> scalars,
                                std::span<const typename G::Element> elements);

/// The same for 128-bit weights, at half the cost.
template <Group G>
typename G::Element msm_vartime(std::span<const Weight> weights,
                                std::span<const typename G::Element> elements);

/// Multiples of one element that is used often, from a table. Constant time in the scalars.
template <Group G>
class FixedBase {
  public:
    explicit FixedBase(const typename G::Element& base);

    const typename G::Element& base() const { return base_; }

    /// scalar * base().
    typename G::Element mul(const typename G::Scalar& scalar) const;
    /// out[i] = scalars[i] * base().
    void mul_batch(std::span<const typename G::Scalar> scalars,
                   std::span<typename G::Element> out) const;
    /// sums[i] += scalars[i] * base(), at less than the cost of one addition more.
    void mul_add_batch(std::span<const typename G::Scalar> scalars,
                       std::span<typename G::Element> sums) const;

  private:
    typename G::Element base_;
    typename G::FixedBaseTable table_;
};

/// Discrete logarithms of bounded size by baby steps and giant steps. Public data only.
template <Group G>
class BoundedLog {
  public:
    /// Finds logarithms from 0 to `largest` (at most 2^40). The table has about the square root of
    /// that many entries, 2^20 at most.
    explicit BoundedLog(std::uint64_t largest);

    /// x with x * generator() = element and 0 <= x <= largest, or nothing. Bounded work:
    /// largest / table size steps.
    std::optional<std::uint64_t> find_vartime(const typename G::Element& element) const;

  private:
    struct Entry {
        std::uint64_t key;   // first bytes of the encoding
        std::uint64_t index; // multiple of the generator
    };

    std::uint64_t largest_;
    std::uint64_t steps_;
    std::vector<Entry> table_; // sorted by key
    typename G::Element giant_step_;
};

} // namespace evote::group

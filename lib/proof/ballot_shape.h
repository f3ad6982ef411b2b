// SPDX-License-Identifier: Apache-2.0
// What a ballot consists of: the contests of a district in order, and where the values of each one
// are in the ballot's lists of elements, bits and masks.
#pragma once

#include "proof/contest_shape.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace evote::proof {

/// One contest of a ballot.
struct ContestPart {
    std::shared_ptr<const ContestShape> shape; ///< shared by all districts that vote in it
    std::size_t element; ///< index of alpha among the ciphers (and of A_0 among the first elements)
    std::size_t bit;     ///< number of its first bit; bits are numbered through the whole ballot
    std::size_t mask;    ///< index of its first mask
};

/// The contests of a ballot. A contest has 1 + bits elements in the cipher, as many among the first
/// commitments, and as many responses.
class BallotShape {
  public:
    explicit BallotShape(std::span<const std::shared_ptr<const ContestShape>> contests) {
        for (const auto& shape : contests) {
            parts_.push_back({shape, elements_, bits(), masks_});
            elements_ += 1 + shape->bits;
            for (std::size_t i = 0; i < shape->bits; ++i)
                bit_elements_.push_back(elements_ - shape->bits + i);
            masks_ += shape->rules.size();
        }
    }

    std::span<const ContestPart> contests() const { return parts_; }

    std::size_t elements() const { return elements_; }

    std::size_t bits() const { return bit_elements_.size(); }

    /// The index of a bit's beta among the ciphers (and of its f among the responses).
    std::size_t element_of_bit(std::size_t bit) const { return bit_elements_[bit]; }

    std::size_t masks() const { return masks_; }

  private:
    std::vector<ContestPart> parts_;
    std::vector<std::size_t> bit_elements_;
    std::size_t elements_ = 0;
    std::size_t masks_ = 0;
};

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
// Equations checked one by one, exactly: what a Combination checks all together.
#pragma once

#include "evote/check.h"
#include "proof/bases.h"
#include "proof/statements.h"

#include <span>
#include <vector>

namespace evote::proof {

/// Takes equations like a Combination, with elements where that takes places. Everything is public
/// and variable time.
template <group::Group G>
class ExactCheck {
  public:
    using Element = typename G::Element;
    using Scalar = typename G::Scalar;
    using Image = Element;
    using Commitment = Element;

    /// For statements about the generator alone.
    ExactCheck() = default;

    explicit ExactCheck(const Bases<G>& bases) : bases_(bases) {}

    /// sum of `terms` = commitment + factor * image.
    template <class... Terms>
    void equation(const Element& commitment, const Element& image, const Scalar& factor,
                  const Terms&... terms) {
        begin(commitment);
        push(-factor, image);
        (add(terms), ...);
    }

    /// sum of `terms` = commitment + sum of factors[i] * images[i].
    template <class Images, class... Terms>
    void equation(const Element& commitment, const Images& images, std::span<const Scalar> factors,
                  const Terms&... terms) {
        begin(commitment);
        for (std::size_t i = 0; i < factors.size(); ++i)
            push(-factors[i], images[i]);
        (add(terms), ...);
    }

    /// Whether all of them hold.
    bool holds_vartime() const;

  private:
    struct Equation {
        Element commitment;
        Scalar generator;
        std::size_t begin; // of its products
    };

    void begin(const Element& commitment) {
        equations_.push_back({commitment, Scalar(), scalars_.size()});
    }

    void push(const Scalar& scalar, const Element& element) {
        scalars_.push_back(scalar);
        elements_.push_back(element);
    }

    void add(const AtGenerator<Scalar>& term) {
        equations_.back().generator = equations_.back().generator + term.value;
    }

    void add(const AtPedersen<Scalar>& term) { push(term.value, bases_.pedersen); }

    void add(const AtKey<Scalar>& term) {
        EVOTE_CHECK(term.key < bases_.keys.size());
        push(term.value, bases_.keys[term.key]);
    }

    void add(const AtPoint<Element, Scalar>& term) { push(term.value, term.point); }

    Bases<G> bases_{};
    std::vector<Equation> equations_;
    std::vector<Scalar> scalars_;
    std::vector<Element> elements_;
};

} // namespace evote::proof

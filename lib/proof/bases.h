// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "group/batch.h"

#include <span>
#include <vector>

namespace evote::proof {

/// The elements that all ballots of an election are made with and checked against, besides the
/// generator g.
template <group::Group G>
struct Bases {
    typename G::Element pedersen;              ///< the blinding generator p
    std::span<const typename G::Element> keys; ///< the joint keys h_1, h_2, ...
};

/// The same as tables, for a prover.
template <group::Group G>
struct BaseTables {
    explicit BaseTables(const Bases<G>& bases)
        : generator(G::generator()),
          pedersen(bases.pedersen),
          keys(bases.keys.begin(), bases.keys.end()) {}

    group::FixedBase<G> generator;
    group::FixedBase<G> pedersen;
    std::vector<group::FixedBase<G>> keys;
};

} // namespace evote::proof

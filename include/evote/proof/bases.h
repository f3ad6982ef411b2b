// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/group/batch.h"

#include <span>
#include <vector>

namespace evote::proof {

/// The elements that all ballots of an election are made with, as tables.
template <group::Group G>
struct Bases {
    /// `keys` are the joint keys h_1, h_2, ...; `pedersen` is the blinding generator p.
    Bases(std::span<const typename G::Element> joint_keys, const typename G::Element& blinding)
        : generator(G::generator()),
          pedersen(blinding),
          keys(joint_keys.begin(), joint_keys.end()) {}

    group::FixedBase<G> generator;
    group::FixedBase<G> pedersen;
    std::vector<group::FixedBase<G>> keys;
};

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
// What must be known of an election to make its ballots and to check them: public, and neither
// manifest nor roll nor ceremony.
#pragma once

#include "ballot/layout.h"
#include "group/ristretto255.h"
#include "proof/bases.h"

#include <memory>
#include <span>
#include <vector>

namespace evote::ballot {

/// Safe for reading by many threads.
class Parameters {
  public:
    using G = group::Ristretto255;

    /// `keys` are the joint keys h_1, h_2, ...: at least as many as any contest has bits, which is
    /// checked.
    Parameters(const Digest32& fingerprint, std::span<const G::Element> keys,
               std::span<const DistrictContests> districts);

    const Digest32& fingerprint() const { return fingerprint_; }

    /// The elements that ballots are made with; valid as long as this object.
    proof::Bases<G> bases() const { return {pedersen_, keys_}; }

    const Layouts& layouts() const { return layouts_; }

  private:
    Digest32 fingerprint_;
    G::Element pedersen_;
    std::vector<G::Element> keys_;
    Layouts layouts_;
};

} // namespace evote::ballot

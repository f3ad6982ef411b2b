// SPDX-License-Identifier: Apache-2.0
// Challenges by hashing (Fiat-Shamir): everything that precedes a challenge goes into it.
#pragma once

#include "crypto/sha2.h"
#include "group/group.h"

#include <initializer_list>
#include <string_view>

namespace evote::proof {

/// A 512-bit hash as a scalar: little-endian, modulo the order.
template <group::Group G>
typename G::Scalar scalar_from_digest(const Digest64& digest) {
    return G::Scalar::from_uniform(digest);
}

/// `Hs(tag, parts)` of protocol.md section 1.
template <group::Group G>
typename G::Scalar hash_to_scalar(std::string_view tag, std::initializer_list<ByteView> parts) {
    return scalar_from_digest<G>(crypto::tagged_hash(tag, parts));
}

/// The blinding generator p: hash-derived, so that nobody knows its logarithm.
template <group::Group G>
typename G::Element pedersen_generator() {
    return G::Element::from_uniform(crypto::tagged_hash("generator/pedersen", {}));
}

} // namespace evote::proof

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/base/bytes.h"
#include "evote/group/ristretto255.h"

namespace evote::protocol {

/// c = Hs("ceremony/possession", SHA-256(manifest.json) || u16 i || all C in order k then n || T).
group::Ristretto255::Scalar possession_challenge(const Digest32& manifest, std::uint16_t trustee,
                                                 ByteView commitments, const ByteArray<32>& t);

} // namespace evote::protocol

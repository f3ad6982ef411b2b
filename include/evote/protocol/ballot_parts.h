// SPDX-License-Identifier: Apache-2.0
// Where the public parts of a ballot stand in its bytes. Nothing is verified.
#pragma once

#include "evote/base/bytes.h"
#include "evote/protocol/manifest.h"

#include <optional>
#include <vector>

namespace evote::protocol {

/// The district that a log entry names, if it has the length of a ballot of that district; nothing
/// for another entry.
std::optional<std::size_t> ballot_district(const Manifest& manifest, ByteView entry);

/// The tracker of such an entry; nothing for another.
std::optional<Digest32> entry_tracker(const Manifest& manifest, ByteView entry);

/// The encodings of the alphas of such an entry, in the order of the district's contests; none for
/// another.
std::vector<ByteView> alphas_of(const Manifest& manifest, ByteView entry);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// Where the public parts of a ballot stand in its bytes.
#pragma once

#include "evote/base/bytes.h"
#include "evote/protocol/manifest.h"

#include <optional>
#include <vector>

namespace evote {

/// The tracker of a log entry that has the length of a ballot of its district; nothing for another.
std::optional<Digest32> entry_tracker(const Manifest& manifest, ByteView entry);

/// The encodings of the alphas of such an entry; none for another.
std::vector<ByteView> alphas_of(const Manifest& manifest, ByteView entry);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// The public parts of a ballot, found in its bytes. Nothing is verified.
#pragma once

#include "ballot/layout.h"

#include <optional>
#include <vector>

namespace evote::ballot {

/// The tracker of a ballot: a hash of its header and cipher.
Digest32 tracker_of(ByteView header_and_cipher);

/// The tracker of a log entry that has a layout; nothing for another.
std::optional<Digest32> entry_tracker(const Layouts& layouts, ByteView entry);

/// The encodings of the alphas of such an entry, in the order of the district's contests; none for
/// another.
std::vector<ByteView> alphas_of(const Layouts& layouts, ByteView entry);

} // namespace evote::ballot

// SPDX-License-Identifier: Apache-2.0
// Which code the batch operations of ristretto255 use: that for any processor, or for one with
// vectors.
#pragma once

#include <string_view>
#include <vector>

namespace evote::group {

/// The names of the backends that this processor can run, the best first: "avx512ifma", "avx2",
/// "portable".
std::vector<std::string_view> available_backends();

/// Selects the backend for everything; the default is the best one. False for a name that is
/// unknown or that this processor lacks. Call it before anything else of the group, because tables
/// are in the form of their backend: changing it later is a caller's mistake. Thread-safe.
[[nodiscard]] bool use_backend(std::string_view name);

} // namespace evote::group

// SPDX-License-Identifier: Apache-2.0
// Points in time for people.
#pragma once

#include <cstdint>
#include <string>

namespace evote {

/// Seconds since 1970-01-01T00:00:00Z as "2030-01-01T08:00:00Z" (RFC 3339). Before 1970 and after
/// the year 9999: the plain number.
std::string utc_text(std::int64_t unix_seconds);

} // namespace evote

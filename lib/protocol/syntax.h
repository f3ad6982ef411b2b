// SPDX-License-Identifier: Apache-2.0
// The small text forms inside a manifest.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace evote::protocol {

/// [A-Za-z0-9._-]{1,64}
bool is_id(std::string_view text);

/// A well-formed language tag: RFC 5646 section 2.1, `langtag` or `privateuse`; not the
/// grandfathered tags, which all have a modern form.
bool is_language_tag(std::string_view text);

/// RFC 3339 section 5.6 `date-time`: the seconds since 1970-01-01T00:00:00Z, rounded down; a leap
/// second counts as the second after it. nullopt for anything else and for days that no month has.
std::optional<std::int64_t> parse_date_time(std::string_view text);

} // namespace evote::protocol

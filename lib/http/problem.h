// SPDX-License-Identifier: Apache-2.0
// Refusals as documents (RFC 9457).
#pragma once

#include "http/message.h"

#include <string_view>

namespace evote::http {

/// The usual words for a status, such as "Not Found"; empty for one that has none.
std::string_view reason_of(unsigned status);

/// An answer of type application/problem+json that is not to be cached. The title names the kind of
/// problem and is the same each time; the detail is about this one, and left out if empty.
Response problem(unsigned status, std::string_view title, std::string_view detail = {});

} // namespace evote::http

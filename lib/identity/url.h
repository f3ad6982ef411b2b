// SPDX-License-Identifier: Apache-2.0
// Addresses of providers and services.
#pragma once

#include "evote/result.h"

#include <string_view>

namespace evote::identity {

/// Whether http without TLS is an address.
enum class PlainHttp {
    refused,
    on_loopback, ///< of this machine: 127.0.0.1, [::1], localhost; for tests and development
};

/// ErrorCode::malformed unless it is "https://host[:port][/path][?query]" of at most 2048 printable
/// characters of ASCII, without user, fragment, quotes and the like.
Outcome check_url(std::string_view url, PlainHttp plain_http);

} // namespace evote::identity

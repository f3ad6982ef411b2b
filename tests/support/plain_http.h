// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/fetch.h"
#include "support/rooms.h"

namespace evote {

/// Asks a server on this machine, by http without TLS, and waits for the answer for at most ten
/// seconds. One connection for each request; no redirects.
Result<http::Response> plain_http(const FetchRequest& request);

/// The same as a Fetch, which calls back before it returns.
Fetch plain_fetch();

} // namespace evote

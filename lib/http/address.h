// SPDX-License-Identifier: Apache-2.0
// Addresses as people write them.
#pragma once

#include "evote/result.h"

#include <string>
#include <string_view>

namespace evote::http {

struct HostPort {
    std::string host; ///< a literal IPv6 address without its brackets
    std::string port; ///< in decimal
};

/// "127.0.0.1:8443", "[::1]:0", "localhost:80". ErrorCode::usage for anything else.
Result<HostPort> parse_host_port(std::string_view text);

enum class Scheme { http, https };

struct Url {
    Scheme scheme;
    std::string authority; ///< host and port as they are, for Host
    HostPort server;
    std::string target; ///< path and query, from '/'

    /// Without its query, for people.
    std::string shown() const;
};

/// An absolute URL with a host and no user, no fragment and nothing that must be encoded.
/// ErrorCode::usage for anything else.
Result<Url> parse_url(std::string_view text);

} // namespace evote::http

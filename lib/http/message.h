// SPDX-License-Identifier: Apache-2.0
// What an HTTP service is asked and what it answers, free of the library that speaks HTTP.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace evote::http {

/// A header field. Names are compared without regard to case (RFC 9110, section 5.1).
struct Field {
    std::string name;
    std::string value;
};

using Fields = std::vector<Field>;

/// Whether the field has this name.
bool is_named(const Field& field, std::string_view name);

/// The value of the first field of this name, or empty.
std::string_view field(const Fields& fields, std::string_view name);

/// A request that has arrived whole and within the server's limits.
struct Request {
    std::string method;
    std::string path;  // of the target as it came, from '/', without the query: nothing is decoded
    std::string query; // what comes after the '?', as it came; empty without one
    Fields fields;
    std::string body;
    std::string peer; // the client's address, without its port
};

struct Response {
    unsigned status = 200;
    Fields fields;
    std::string body;
};

/// Answers one request: called once, from any thread.
using Respond = std::function<void(Response)>;

/// What a service does with a request. Called by several threads at once. It must not wait: what
/// takes longer than some milliseconds goes to a thread of the service, which responds later.
using Handler = std::function<void(Request, Respond)>;

} // namespace evote::http

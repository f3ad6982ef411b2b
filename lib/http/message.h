// SPDX-License-Identifier: Apache-2.0
// What an HTTP service is asked and what it answers, free of the library that speaks HTTP.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evote::os {
class FileDescriptor;
} // namespace evote::os

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

/// A part of a plain file, which is read piece by piece while it is sent. If the file ends before
/// it, the connection is closed.
struct FilePart {
    std::shared_ptr<const os::FileDescriptor> file;
    std::uint64_t begin = 0;
    std::uint64_t size = 0;
};

struct Response {
    unsigned status = 200;
    Fields fields;
    std::string body;
    std::optional<FilePart> file{}; ///< in place of the body; of a service's answers only
};

/// How long the body is.
inline std::uint64_t body_size(const Response& answer) {
    return answer.file ? answer.file->size : answer.body.size();
}

/// Answers one request: called once, from any thread.
using Respond = std::function<void(Response)>;

/// What a service does with a request. Called by several threads at once. It must not wait: what
/// takes longer than some milliseconds goes to a thread of the service, which responds later.
using Handler = std::function<void(Request, Respond)>;

} // namespace evote::http

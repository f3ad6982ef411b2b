// SPDX-License-Identifier: Apache-2.0
// The head of a request: its first line and its header fields.
#pragma once

#include "http/message.h"

#include <cstdint>
#include <string_view>
#include <variant>

namespace evote::http {

enum class Persistence { keep, close };
enum class Expectation { none, to_continue };

struct RequestHead {
    Request request; ///< without its body and peer
    std::uint64_t body_bytes = 0;
    Persistence persistence = Persistence::keep;
    Expectation expectation = Expectation::none;
};

/// Why a request is not answered by the handler.
struct Refusal {
    unsigned status;
    std::string_view detail; ///< of a literal
};

/// Reads a head, which ends with an empty line. Everything is refused that others may read
/// differently, and Transfer-Encoding altogether, so that the length of a body is always known.
std::variant<RequestHead, Refusal> read_request_head(std::string_view head);

/// Whether a head that is not there in full yet can still become one: its lines end with CR LF. So
/// much of it was looked at before.
bool may_become_head(std::string_view begin, std::size_t seen);

} // namespace evote::http

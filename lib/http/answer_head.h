// SPDX-License-Identifier: Apache-2.0
// The head of an answer: its status line and its header fields.
#pragma once

#include "http/message.h"
#include "http/request_head.h"

#include <string>
#include <string_view>

namespace evote::http {

/// Whether a name is a token and a value has no control characters, and it is not one of the fields
/// that say how the message is framed, which server and client write themselves.
bool is_sendable(const Field& field);

/// Whether an answer can be sent: a final status, sendable fields.
bool is_sendable(const Response& answer);

/// Whether an answer of this status has a body (RFC 9110, section 6.4.1).
bool may_have_body(unsigned status);

/// With its empty line.
std::string answer_head(const Response& answer, Persistence persistence);

} // namespace evote::http

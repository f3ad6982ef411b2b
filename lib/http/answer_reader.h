// SPDX-License-Identifier: Apache-2.0
// How a client reads an answer, as its bytes come.
#pragma once

#include "http/message.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace evote::http {

/// The answer to one request.
class AnswerReader {
  public:
    enum class State { unfinished, done, too_long, malformed };

    /// `method` is that of the request; a body of more bytes is too long.
    AnswerReader(std::string_view method, std::size_t most_body_bytes);

    /// Takes what belongs to the answer, and to interim ones before it, from the beginning of what
    /// has come; returns how many bytes that were. What is left is to be given again with what
    /// comes next. Only while it is unfinished.
    std::size_t take(std::string_view bytes);

    /// The server has ended the connection in order, which may be the end of the answer.
    void end();

    State state() const { return state_; }

    /// Whether something of it has come.
    bool has_begun() const { return parser_->got_some(); }

    /// Of one that is done: whether the connection can be used again.
    bool keeps_connection() const { return parser_->keep_alive(); }

    /// The answer, when it is done.
    Response answer() &&;

  private:
    using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

    void begin();
    void fail(const boost::system::error_code& error);
    void on_whole();

    bool has_no_body_; // whatever the answer says
    std::size_t most_body_bytes_;
    std::optional<Parser> parser_;
    unsigned interim_answers_ = 0;
    State state_ = State::unfinished;
};

} // namespace evote::http

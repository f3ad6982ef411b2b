// SPDX-License-Identifier: Apache-2.0
// One connection of a client to the server.
#pragma once

#include "http/asio.h"
#include "http/connection_limits.h"
#include "http/request_head.h"
#include "http/server.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace evote::http {

class Connection;

/// What one thread does: the connections that it has, which only it uses.
struct Loop {
    asio::io_context context{1};
    asio::executor_work_guard<Executor> work{context.get_executor()};
    std::unordered_set<std::shared_ptr<Connection>> connections;
    bool stopping = false;

    /// Ends the thread once it has no connections.
    void stop();
    void forget(const std::shared_ptr<Connection>& connection);
};

/// What the connections of a server have in common.
struct Service {
    const Handler& handler;
    const ServerLimits& limits;
    const Log* log;

    void report(std::string_view event, std::string_view what) const;
};

/// Everything happens in the thread of its loop, one thing after the other: one request is read,
/// handled and answered, and then the next. What the client sends meanwhile waits in its socket.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(const Service& service, std::shared_ptr<Loop> loop, Socket socket,
               asio::ssl::context& tls, ConnectionLimits::Place place, std::string peer);

    void start();
    /// Answers the request that has begun, if any, and closes the connection.
    void stop();
    /// Closes it at once.
    void close();
    /// The handler's answer. One that cannot be sent becomes a 500.
    void answer(Response answer);

  private:
    enum class State { handshake, idle, header, body, handling, writing, closing, closed };

    void await_until_deadline(std::chrono::milliseconds time);
    void watch_deadline();
    void deadline_passed();

    void begin_request();
    void read_more();
    void on_read(const ErrorNumber& error, std::size_t bytes);
    void on_interruption();
    void go_on();
    void read_head();
    void take_head(std::size_t size);
    void expect_body();
    void handle();
    void refuse(const Refusal& refusal);
    void write(Response answer);
    void write_piece(std::string_view piece);
    bool read_piece();
    void on_written();
    void say_goodbye();
    void drain();
    std::string_view received() const;

    const Service& service_;
    std::shared_ptr<Loop> loop_;
    TlsStream stream_;
    ConnectionLimits::Place place_;
    std::string peer_;

    State state_ = State::handshake;
    beast::flat_buffer buffer_;
    std::size_t searched_ = 0; // so much of the buffer has no end of a head
    std::optional<RequestHead> head_;
    Persistence persistence_ = Persistence::keep;
    std::string out_;       // what is being written first
    std::string body_;      // what comes after it, of a long answer
    std::size_t piece_ = 0; // where the rest of it begins
    std::optional<FilePart>
        file_; // what is to be read yet of an answer from a file: body_ has a piece

    Timer timer_;
    bool watching_ = false;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
    bool interrupted_ = false; // the read was cancelled, because time is up or the server stops
};

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
// One request of the client and its answer.
#pragma once

#include "http/answer_reader.h"
#include "http/client.h"
#include "http/wire.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace evote::http {

class Fetch;

/// What the client's thread has: nothing else uses it.
struct ClientLoop {
    ClientLoop(ClientOptions the_options, std::shared_ptr<asio::ssl::context> the_tls);

    ClientOptions options;
    std::shared_ptr<asio::ssl::context> tls;
    asio::io_context context{1};
    asio::executor_work_guard<Executor> work{context.get_executor()};
    KeptWires kept;
    std::unordered_set<std::shared_ptr<Fetch>> fetches;
    bool ended = false;

    /// Ends all requests, and the thread.
    void end();
};

class Fetch : public std::enable_shared_from_this<Fetch> {
  public:
    Fetch(ClientLoop& loop, ClientRequest request, Client::Callback done);

    void start();
    void finish(Result<Response> result);

  private:
    Outcome prepare();
    std::string server() const;
    void connect();
    void on_resolved(const Tcp::resolver::results_type& found);
    void shake_hands();
    void on_handshake(const ErrorNumber& error);
    void send();
    void read_more();
    void on_read(const ErrorNumber& error, std::size_t bytes);
    void on_end(const ErrorNumber& error);
    void read_answer();
    void on_broken_wire();
    void on_answer();
    void fail_with(ErrorCode code, Message message);
    void time_out();

    ClientLoop& loop_;
    ClientRequest request_;
    Client::Callback done_; // null once it has been called
    std::optional<Url> url_;
    std::string out_;
    Timer timer_;
    Tcp::resolver resolver_;
    std::unique_ptr<Wire> wire_;
    bool is_kept_wire_ = false;
    beast::flat_buffer buffer_;
    std::optional<AnswerReader> reader_;
};

} // namespace evote::http

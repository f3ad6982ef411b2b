// SPDX-License-Identifier: Apache-2.0
// A connection of the client to a server.
#pragma once

#include "http/address.h"
#include "http/asio.h"

#include <boost/asio/write.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evote::http {

/// With TLS or, for a URL of http, without it. One operation at a time.
class Wire {
  public:
    Wire(asio::io_context& context, asio::ssl::context& tls, Scheme scheme)
        : scheme_(scheme), stream_(context, tls) {}

    Scheme scheme() const { return scheme_; }

    TlsStream& tls() { return stream_; }

    Socket& socket() { return stream_.next_layer(); }

    template <class Handler>
    void async_write(std::string_view text, Handler handler) {
        const auto buffer = asio::buffer(text.data(), text.size());
        if (scheme_ == Scheme::https)
            asio::async_write(stream_, buffer, std::move(handler));
        else
            asio::async_write(socket(), buffer, std::move(handler));
    }

    template <class Handler>
    void async_read_some(asio::mutable_buffer buffer, Handler handler) {
        if (scheme_ == Scheme::https)
            stream_.async_read_some(buffer, std::move(handler));
        else
            socket().async_read_some(buffer, std::move(handler));
    }

    void close();

    /// Whether nothing has come, not even the end: otherwise it cannot be used again.
    bool quiet();

  private:
    Scheme scheme_;
    TlsStream stream_;
};

/// Connections that have nothing to do, by server. Used by one thread.
class KeptWires {
  public:
    KeptWires(asio::io_context& context, std::chrono::milliseconds time,
              std::size_t most_per_server)
        : time_(time), most_per_server_(most_per_server), timer_(context) {}

    void keep(const std::string& server, std::unique_ptr<Wire> wire);
    /// Null if there is none.
    std::unique_ptr<Wire> take(const std::string& server);
    void close_all();

  private:
    using Clock = std::chrono::steady_clock;

    struct Kept {
        Clock::time_point until;
        std::unique_ptr<Wire> wire;
    };

    void forget_old();
    void watch();

    std::chrono::milliseconds time_;
    std::size_t most_per_server_;
    Timer timer_;
    bool watching_ = false;
    std::map<std::string, std::vector<Kept>> kept_; // of each server from the oldest on
};

} // namespace evote::http

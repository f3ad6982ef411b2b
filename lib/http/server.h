// SPDX-License-Identifier: Apache-2.0
// An HTTPS server: TLS 1.3 and HTTP/1.1, asynchronous, with limits on everything that a client can
// make it keep or wait for.
#pragma once

#include "evote/result.h"
#include "http/log.h"
#include "http/message.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace evote::http {

/// What a client may cost. A client that is over a limit of size gets a problem document (413, 414,
/// 431) and is disconnected; one that is too slow as well (408), or without a word if it has not
/// begun a request or does not read its answer; a connection too many is closed at once.
struct ServerLimits {
    std::size_t header_bytes = std::size_t{8} * 1024; ///< request line and header fields together
    std::size_t body_bytes = std::size_t{64} * 1024;

    /// For the TLS handshake and the header of the first request together, and for the header of
    /// each further request from its first byte on.
    std::chrono::milliseconds header_time{10'000};
    std::chrono::milliseconds body_time{30'000}; ///< from the end of the header
    std::chrono::milliseconds idle_time{30'000}; ///< between two requests
    /// For each 64 KiB of an answer.
    std::chrono::milliseconds write_time{30'000};
    /// After the last answer, for the client to read it and to close the connection.
    std::chrono::milliseconds close_time{2'000};
    /// For answering the requests that have begun when the server is stopped.
    std::chrono::milliseconds stop_time{10'000};

    std::size_t connections = 2000;
    /// Of one IPv4 address or one IPv6 network of 64 bits; many people may share one.
    std::size_t connections_per_address = 200;
};

struct ServerOptions {
    std::string address;               ///< "HOST:PORT"; port 0 is any free one
    std::filesystem::path certificate; ///< the server's and those between it and a root, in PEM
    std::filesystem::path key;         ///< in PEM, without a passphrase
    unsigned threads = 2;
    ServerLimits limits;
    const Log* log =
        nullptr; ///< told of faults of the handler and of the system; outlives the server
};

/// Requests are refused that proxies understand differently (RFC 9112, section 11.2): those with
/// Transfer-Encoding, several or odd Content-Lengths, folded or odd fields, several hosts, targets
/// that do not begin with '/'. Answers to one client come in the order of its requests, of which
/// one at a time is with the handler.
class Server {
  public:
    /// Listens and answers, in threads of its own. ErrorCode::usage for an address that is none,
    /// ErrorCode::malformed for a certificate or a key that cannot be read, ErrorCode::invalid if
    /// they do not belong together.
    static Result<Server> listen(ServerOptions options, Handler handler);

    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server(); ///< stops

    /// The port that it listens at.
    std::uint16_t port() const;

    /// Reads certificate and key again, for new connections; after an error the old ones stay. From
    /// any thread.
    Outcome reload_certificate();

    /// Takes no more connections, answers the requests that have begun within `stop_time`, and
    /// returns when no thread is left. Never from the handler.
    void stop();

  private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
// An HTTPS client for services: TLS 1.2 or 1.3, the server's certificate and name verified (RFC
// 9525), answers bounded in time and size, redirects not followed.
#pragma once

#include "evote/result.h"
#include "http/message.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace evote::http {

enum class PlainHttp {
    refused,
    on_loopback, ///< http:// as well, for 127.0.0.1, [::1] and localhost: for tests
};

struct ClientOptions {
    std::filesystem::path authorities; ///< PEM; empty: those that the system trusts
    PlainHttp plain_http = PlainHttp::refused;
    std::chrono::milliseconds total_time{10'000};        ///< of a request, from name to last byte
    std::size_t answer_bytes = std::size_t{1024} * 1024; ///< of the body; the header has 16 KiB
    std::size_t at_once = 256;                           ///< requests that wait for their answers
    /// Connections are used again within this time, which is shorter than servers keep them.
    std::chrono::milliseconds idle_time{4'000};
    std::size_t kept_per_host = 8;
};

struct ClientRequest {
    std::string method = "GET";
    std::string url; ///< https://HOST[:PORT]/PATH[?QUERY]
    Fields fields;   ///< without Host, Content-Length and Connection, which the client adds
    std::string body;
};

/// Any answer is a Response, whatever its status. Errors name the URL without its query:
/// ErrorCode::usage for a URL or a field that cannot be used, unreachable if there is no answer (in
/// time), invalid for a certificate that is not valid, malformed for what is not HTTP, over_limit
/// for an answer that is too long, or too many requests at once, stopped if the client is destroyed
/// first.
class Client {
  public:
    /// Called once for each request, in the client's thread; it must neither wait nor throw.
    using Callback = std::function<void(Result<Response>)>;

    static Result<Client> create(ClientOptions options = {});

    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client(); ///< ends all requests

    /// From any thread. A request is sent again only if it is a GET or a HEAD and a kept connection
    /// turns out to be closed.
    void fetch(ClientRequest request, Callback done);

    /// Waits for the answer. Never from a callback.
    Result<Response> fetch_now(ClientRequest request);

  private:
    class Impl;
    explicit Client(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "os/file.h"

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace evote {

/// A TCP connection to this machine, on which a test can do what no client does. Reading and
/// writing wait ten seconds at most.
class RawSocket {
  public:
    explicit RawSocket(std::uint16_t port, const char* from = "127.0.0.1");

    int fd() const { return descriptor_.get(); }

    bool send(std::string_view text);
    /// Whether the other side closes the connection within this time, without a word.
    bool is_closed_quietly();

  private:
    os::FileDescriptor descriptor_;
};

/// The same with TLS; no certificate is verified.
class TlsSocket {
  public:
    /// `protocols` is what it offers to speak inside of TLS (ALPN), each after its length.
    explicit TlsSocket(std::uint16_t port, int most_version = TLS1_3_VERSION,
                       std::string_view protocols = {});

    /// Whether there is a connection.
    bool is_open() const { return open_; }

    RawSocket& raw() { return raw_; }

    bool send(std::string_view text);
    /// Until the other side has closed.
    std::string receive_all();
    /// One answer with its body.
    std::string receive_answer(std::string_view method = "GET");
    /// What comes next, at least one byte; empty at the end.
    std::string receive_some();
    /// What the server's certificate is about.
    std::string server_name() const;

  private:
    RawSocket raw_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> tls_;
    bool open_;
    std::string rest_;
};

/// The status of an answer, 0 if it has none.
unsigned status_of(std::string_view answer);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "http/tls_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace evote {
namespace {

sockaddr_in address_of(const char* host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

int connect_to(std::uint16_t port, const char* from) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval wait{10, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    const auto own = address_of(from, 0);
    const auto server = address_of("127.0.0.1", port);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
        ::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
        ::close(fd);
        throw std::runtime_error("no connection");
    }
    return fd;
}

} // namespace

RawSocket::RawSocket(std::uint16_t port, const char* from) : descriptor_(connect_to(port, from)) {}

bool RawSocket::send(std::string_view text) {
    return ::send(fd(), text.data(), text.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
}

bool RawSocket::is_closed_quietly() {
    char byte = 0;
    const auto received = ::recv(fd(), &byte, 1, 0);
    return received == 0 || (received < 0 && errno == ECONNRESET);
}

TlsSocket::TlsSocket(std::uint16_t port, int most_version, std::string_view protocols)
    : raw_(port),
      context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free),
      tls_(nullptr, &SSL_free) {
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to servers that are gone
    SSL_CTX_set_max_proto_version(context_.get(), most_version);
    if (!protocols.empty())
        SSL_CTX_set_alpn_protos(context_.get(),
                                reinterpret_cast<const unsigned char*>(protocols.data()),
                                static_cast<unsigned>(protocols.size()));
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), raw_.fd());
    open_ = SSL_connect(tls_.get()) == 1;
}

bool TlsSocket::send(std::string_view text) {
    return SSL_write(tls_.get(), text.data(), static_cast<int>(text.size())) ==
           static_cast<int>(text.size());
}

std::string TlsSocket::receive_some() {
    std::array<char, 4096> bytes{};
    const int size = SSL_read(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (size <= 0 && SSL_get_error(tls_.get(), size) == SSL_ERROR_SYSCALL && errno == EAGAIN)
        throw std::runtime_error("the server neither answers nor closes");
    return size <= 0 ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(size));
}

std::string TlsSocket::receive_all() {
    std::string all = std::exchange(rest_, {});
    for (auto more = receive_some(); !more.empty(); more = receive_some())
        all += more;
    return all;
}

std::string TlsSocket::receive_answer(std::string_view method) {
    std::size_t size = rest_.npos;
    for (;;) {
        if (const auto end = rest_.find("\r\n\r\n"); end != rest_.npos && size == rest_.npos) {
            static constexpr std::string_view name = "Content-Length: ";
            const auto length = rest_.find(name);
            const bool has_body = length < end && method != "HEAD";
            size = end + 4 + (has_body ? std::stoul(rest_.substr(length + name.size())) : 0);
        }
        if (size <= rest_.size())
            break;
        const auto more = receive_some();
        if (more.empty())
            throw std::runtime_error("the connection ends before the answer");
        rest_ += more;
    }
    auto answer = rest_.substr(0, size);
    rest_.erase(0, size);
    return answer;
}

std::string TlsSocket::server_name() const {
    std::array<char, 100> name{};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        SSL_get1_peer_certificate(tls_.get()), &X509_free);
    X509_NAME_oneline(X509_get_subject_name(certificate.get()), name.data(),
                      static_cast<int>(name.size()));
    return name.data();
}

unsigned status_of(std::string_view answer) {
    return answer.starts_with("HTTP/1.1 ")
               ? static_cast<unsigned>(std::stoul(std::string(answer.substr(9, 3))))
               : 0;
}

} // namespace evote

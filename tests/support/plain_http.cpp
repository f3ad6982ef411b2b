// SPDX-License-Identifier: Apache-2.0
#include "support/plain_http.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace evote {

namespace {

/// A connection to a port of this machine.
class Connection {
  public:
    explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const timeval limit{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ =
            ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    ~Connection() { ::close(socket_); }

    /// What comes until the server closes; nothing if it does not.
    std::optional<std::string> ask(std::string_view text) const {
        if (!connected_ || ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) !=
                               static_cast<ssize_t>(text.size()))
            return std::nullopt;
        std::string out;
        for (char part[4096];;) {
            const ssize_t size = ::recv(socket_, part, sizeof part, 0);
            if (size < 0)
                return std::nullopt;
            if (size == 0)
                return out;
            out.append(part, static_cast<std::size_t>(size));
        }
    }

  private:
    int socket_;
    bool connected_ = false;
};

// HTTP/1.0, so that the body is all that comes after the head.
std::string text_of_request(const FetchRequest& request, std::string_view host,
                            std::string_view target) {
    std::string out = request.method + " " + std::string(target) + " HTTP/1.0\r\n";
    out += "Host: " + std::string(host) + "\r\n";
    for (const auto& one : request.fields)
        out += one.name + ": " + one.value + "\r\n";
    if (!request.body.empty())
        out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return out + "\r\n" + request.body;
}

std::optional<http::Response> read_response(std::string_view text) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos || text.size() < 12 || !text.starts_with("HTTP/1."))
        return std::nullopt;
    const auto status = decimal_decode(text.substr(9, 3), 599);
    if (!status)
        return std::nullopt;
    http::Response out{static_cast<unsigned>(*status), {}, std::string(text.substr(end + 4))};
    for (const auto line : split(text.substr(0, end), '\n')) {
        const std::size_t colon = line.find(':');
        if (!line.starts_with("HTTP/") && colon != std::string_view::npos)
            out.fields.push_back(
                {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
    }
    return out;
}

} // namespace

Result<http::Response> plain_http(const FetchRequest& request) {
    const auto unreachable = [&] {
        return fail(ErrorCode::system, verbatim("no answer from " + request.url));
    };
    static constexpr std::string_view scheme = "http://127.0.0.1:";
    const std::string_view url = request.url;
    if (!url.starts_with(scheme))
        return unreachable();
    const std::size_t path = std::min(url.find('/', scheme.size()), url.size());
    const auto port = decimal_decode(url.substr(scheme.size(), path - scheme.size()), 65535);
    if (!port)
        return unreachable();
    const auto host = url.substr(7, path - 7);
    const auto target = path == url.size() ? "/" : url.substr(path);
    const auto text =
        Connection(static_cast<std::uint16_t>(*port)).ask(text_of_request(request, host, target));
    const auto response = text ? read_response(*text) : std::nullopt;
    if (!response)
        return unreachable();
    return *response;
}

Fetch plain_fetch() {
    return [](const FetchRequest& request, const Fetched& done) { done(plain_http(request)); };
}

} // namespace evote

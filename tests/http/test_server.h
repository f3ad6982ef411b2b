// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server.h"
#include "support/certificate.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <string>
#include <utility>

namespace evote {

inline constexpr std::string_view simple_request = "GET /a?b=c HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Answers with what it was asked.
inline void echo(Request request, Respond respond) {
    std::string text =
        request.method + " " + request.path + " " + request.query + " " + request.peer;
    respond({200, {{"Content-Type", "text/plain"}}, text + " " + request.body});
}

/// A server on a port of its own, with a certificate of its own.
struct TestServer {
    explicit TestServer(Handler handler = echo, ServerLimits limits = {}, const Log* log = nullptr)
        : files(make_certificate(folder.path())),
          server(must(Server::listen(options(limits, log), std::move(handler)))) {}

    ServerOptions options(ServerLimits limits, const Log* log) const {
        return {"127.0.0.1:0", files.certificate, files.key, 2, limits, log};
    }

    std::uint16_t port() const { return server.port(); }

    std::string url(const std::string& target) const {
        return "https://localhost:" + std::to_string(port()) + target;
    }

    TemporaryFolder folder;
    CertificateFiles files;
    Server server;
};

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Clients that are slow, broken or worse.
#include "http/test_server.h"
#include "http/tls_socket.h"

#include <catch2/catch.hpp>

#include <deque>
#include <thread>

using namespace evote;
using namespace std::chrono_literals;

namespace {

/// A server whose patience ends within this test.
ServerLimits impatient() {
    ServerLimits limits;
    limits.header_time = limits.body_time = limits.idle_time = 400ms;
    limits.close_time = 100ms;
    return limits;
}

bool answers(std::uint16_t port) {
    TlsSocket client(port);
    return client.send(simple_request) && status_of(client.receive_answer()) == 200;
}

/// The status of the refusal that a client reads before its connection ends.
unsigned refusal(TlsSocket& client) {
    const auto answer = client.receive_all();
    CHECK(answer.find("application/problem+json") != answer.npos);
    CHECK(answer.find("\r\nConnection: close\r\n") != answer.npos);
    return status_of(answer);
}

/// The same for one that sends this.
unsigned status_after(const TestServer& there, std::string_view text) {
    TlsSocket client(there.port());
    client.send(text);
    return refusal(client);
}

} // namespace

TEST_CASE("a request that proxies understand differently ends the connection") {
    int handled = 0;
    const TestServer there([&](const Request&, const Respond& respond) {
        ++handled;
        respond({200, {}, ""});
    });
    const auto after = [&](const std::string& text) {
        return status_after(there, text + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
    };
    const std::string begin = "POST / HTTP/1.1\r\nHost: a\r\n";
    CHECK(after(begin + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(after(begin + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n") == 400);
    CHECK(after(begin + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 501);
    CHECK(after(begin + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") == 501);
    CHECK(after(begin + "X: y\r\n Content-Length: 44\r\n\r\n") == 400);
    CHECK(after("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n") == 400);
    CHECK(after("GET / HTTP/1.0\r\n\r\n") == 505);
    CHECK(after("\r\n") == 400);
    CHECK(after("GET / HTTP/1.1\nHost: a\n\n") == 400);
    CHECK(after(std::string(1, '\0')) == 400);
    CHECK(after(begin + "Expect: something\r\nContent-Length: 1\r\n\r\n") == 417);
    CHECK(handled == 0);
}

TEST_CASE("headers and bodies that are too long are refused") {
    ServerLimits limits;
    limits.header_bytes = 1000;
    limits.body_bytes = 1000;
    const TestServer there(echo, limits);
    const std::string text(100'000, 'x');
    CHECK(status_after(there, "GET /" + text) == 414);
    CHECK(status_after(there, "GET / HTTP/1.1\r\nHost: a\r\nX: " + text) == 431);
    CHECK(status_after(there, "GET / HTTP/1.1\r\nHost: a\r\nX: " + text.substr(0, 1000) +
                                  "\r\n\r\n") == 431);
    const std::string begin = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
    CHECK(status_after(there, begin + "1001\r\n\r\n" + text.substr(0, 1001)) == 413);
    CHECK(status_after(there, begin + "18446744073709551615\r\n\r\n") == 413);
    CHECK(status_after(there, begin + "1001\r\nExpect: 100-continue\r\n\r\n") == 413);
    TlsSocket client(there.port());
    client.send(begin + "1000\r\n\r\n" + text.substr(0, 1000));
    CHECK(status_of(client.receive_answer()) == 200);
}

TEST_CASE("a client that still sends when it is refused can read why") {
    const TestServer there;
    TlsSocket client(there.port());
    const std::string body(500'000, 'x');
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
    for (std::size_t sent = 0; sent < body.size(); sent += 10'000)
        client.send(std::string_view(body).substr(sent, 10'000));
    CHECK(status_of(client.receive_all()) == 413);
}

TEST_CASE("a slow request is given up and the client is told") {
    const TestServer there(echo, impatient());
    std::deque<TlsSocket> clients;
    clients.emplace_back(there.port()).send("GET / HTTP/1.1\r\nHost:");
    clients.emplace_back(there.port())
        .send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab");
    TlsSocket& second = clients.emplace_back(there.port()); // a good request before does not help
    second.send(std::string(simple_request) + "GET / HT");
    CHECK(status_of(second.receive_answer()) == 200);
    TlsSocket& now_and_then = clients.emplace_back(there.port()); // nor do some bytes
    for (int i = 0; i < 10; ++i) {
        now_and_then.send("X");
        std::this_thread::sleep_for(50ms);
    }
    for (TlsSocket& client : clients)
        CHECK(refusal(client) == 408);
}

TEST_CASE("a client that says nothing is left without a word") {
    const TestServer there(echo, impatient());
    RawSocket nothing(there.port());
    RawSocket half(there.port());
    half.send("\x16\x03\x01\x02");
    TlsSocket idle(there.port());
    TlsSocket kept(there.port());
    kept.send(simple_request);
    CHECK(status_of(kept.receive_answer()) == 200);
    CHECK(nothing.is_closed_quietly());
    CHECK(half.is_closed_quietly());
    CHECK(idle.receive_all().empty());
    CHECK(kept.receive_all().empty());
}

TEST_CASE("what is not TLS ends the connection") {
    const TestServer there;
    RawSocket plain(there.port());
    plain.send(simple_request);
    std::string answer(100, '\0');
    while (::recv(plain.fd(), answer.data(), answer.size(), 0) > 0)
        CHECK(answer.find("HTTP") == answer.npos);
    CHECK(answers(there.port()));
}

TEST_CASE("a client that never reads its answer is given up") {
    ServerLimits limits;
    limits.write_time = 80ms;
    const TestServer there(
        [](const Request& request, const Respond& respond) {
            respond({200, {}, std::string(request.path == "/long" ? 20'000'000 : 1, 'x')});
        },
        limits);
    TlsSocket client(there.port());
    client.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(300ms);
    CHECK(answers(there.port()));
    CHECK(client.receive_all().size() < 20'000'000);
}

TEST_CASE("five hundred idle connections harm nobody") {
    ServerLimits limits;
    limits.connections_per_address = 1000;
    limits.header_time = 60s;
    const TestServer there(echo, limits);
    std::deque<RawSocket> half_open;
    std::deque<TlsSocket> idle;
    for (int i = 0; i < 250; ++i) {
        half_open.emplace_back(there.port());
        idle.emplace_back(there.port()).send("GET / HT");
    }
    for (int i = 0; i < 20; ++i)
        CHECK(answers(there.port()));
    idle.front().send("TP/1.1\r\nHost: a\r\n\r\n");
    CHECK(status_of(idle.front().receive_answer()) == 200);
}

TEST_CASE("connections over a limit are closed at once") {
    ServerLimits limits;
    limits.connections = 5;
    limits.connections_per_address = 3;
    const TestServer there(echo, limits);
    std::deque<RawSocket> open;
    for (const char* const from : {"127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.2"})
        open.emplace_back(there.port(), from);
    CHECK(RawSocket(there.port(), "127.0.0.1").is_closed_quietly());
    open.emplace_back(there.port(), "127.0.0.3");
    CHECK(RawSocket(there.port(), "127.0.0.4").is_closed_quietly());
    open.pop_front();
    for (int tries = 0; tries < 100; ++tries) {
        std::this_thread::sleep_for(5ms);
        if (const TlsSocket again(there.port()); again.is_open())
            return;
    }
    FAIL("no place became free");
}

TEST_CASE("a client that disappears at any moment harms nobody") {
    const TestServer there;
    for (int i = 0; i < 20; ++i) {
        TlsSocket client(there.port());
        const std::string request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
        client.send(request.substr(0, request.size() * static_cast<std::size_t>(i) / 19));
        const linger at_once{1, 0};
        ::setsockopt(client.raw().fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    CHECK(answers(there.port()));
}

// SPDX-License-Identifier: Apache-2.0
// Handshakes that are broken off, slow, old or strange, and whether good clients notice them.
#include "http/test_server.h"
#include "http/tls_socket.h"

#include <catch2/catch.hpp>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <deque>
#include <thread>

using namespace evote;
using namespace std::chrono_literals;

namespace {

bool is_answered(std::uint16_t port) {
    TlsSocket client(port);
    return client.is_open() && client.send(simple_request) &&
           status_of(client.receive_answer()) == 200;
}

/// What a client of TLS says first.
std::string client_hello() {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), &SSL_free);
    BIO* const in = BIO_new(BIO_s_mem());
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set_bio(tls.get(), in, out);
    SSL_connect(tls.get());
    std::array<char, 4096> bytes{};
    const int size = BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
    REQUIRE(size > 100);
    return {bytes.data(), static_cast<std::size_t>(size)};
}

/// Does the same again and again, each time from the start, until it is told to end.
class Nuisance {
  public:
    template <class Act>
    explicit Nuisance(Act act)
        : thread_([this, act] {
              while (!end_) {
                  try {
                      act();
                  } catch (const std::runtime_error&) { // no connection, or no answer
                      std::this_thread::sleep_for(1ms);
                  }
              }
          }) {}

    Nuisance(const Nuisance&) = delete;
    Nuisance& operator=(const Nuisance&) = delete;

    ~Nuisance() {
        end_ = true;
        thread_.join();
    }

  private:
    std::atomic<bool> end_ = false;
    std::thread thread_;
};

} // namespace

TEST_CASE("a handshake that breaks off at any byte harms nobody") {
    ServerLimits limits;
    limits.connections_per_address = 1000;
    const TestServer there(echo, limits);
    const std::string hello = client_hello();
    std::deque<RawSocket> half_open; // half of them are left open
    for (std::size_t size = 0; size < hello.size(); ++size) {
        RawSocket client(there.port());
        client.send(hello.substr(0, size));
        if (size % 2 == 0)
            half_open.push_back(std::move(client));
    }
    CHECK(is_answered(there.port()));
}

TEST_CASE("a handshake may come byte by byte as long as it comes in time") {
    const TestServer there;
    const std::string hello = client_hello();
    RawSocket client(there.port());
    for (const char byte : hello)
        REQUIRE(client.send({&byte, 1}));
    char first = 0;
    CHECK(::recv(client.fd(), &first, 1, 0) == 1);
    CHECK(first == 0x16); // a record of a handshake
}

TEST_CASE("what looks like TLS and is not ends the connection") {
    ServerLimits limits;
    limits.header_time = 400ms;
    const TestServer there(echo, limits);
    const std::string hello = client_hello();
    std::vector<std::string> texts{"\x16\x03\x01\xFF\xFF" + std::string(1000, 'x'),
                                   "\x16\x03\x01\x40\x00" + std::string(100'000, '\0'),
                                   std::string("\x80\x2e\x01\x00\x02", 5) + std::string(50, 'x'),
                                   std::string("\x15\x03\x03\x00\x02\x02\x28", 7),
                                   std::string("\x17\x03\x03\x00\x05hello", 10),
                                   "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                                   hello + hello,
                                   hello + std::string(simple_request)};
    for (std::size_t place = 5; place < hello.size(); place += 7) {
        texts.push_back(hello);
        texts.back()[place] = static_cast<char>(texts.back()[place] ^ 0x40);
    }
    for (const auto& text : texts) {
        RawSocket client(there.port());
        client.send(text);
        std::array<char, 4096> bytes{};
        ssize_t size = 0;
        while ((size = ::recv(client.fd(), bytes.data(), bytes.size(), 0)) > 0)
            CHECK(std::string_view(bytes.data(), static_cast<std::size_t>(size)).find("HTTP/1.1") ==
                  std::string_view::npos);
    }
    CHECK(is_answered(there.port()));
}

TEST_CASE("no version of TLS before 1 3 is spoken and no other protocol inside of it") {
    const TestServer there;
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION})
        CHECK_FALSE(TlsSocket(there.port(), version).is_open());
    // A client that would rather speak HTTP/2 is answered as any other.
    TlsSocket client(there.port(), TLS1_3_VERSION, "\x02h2");
    REQUIRE(client.is_open());
    client.send(simple_request);
    CHECK(status_of(client.receive_answer()) == 200);
    TlsSocket second(there.port(), TLS1_3_VERSION, "\x02h2");
    second.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    CHECK(status_of(second.receive_all()) == 400);
}

TEST_CASE("good clients are answered while many bad ones are at work") {
    ServerLimits limits;
    limits.header_time = limits.write_time = 5s;
    limits.body_time = 500ms;
    limits.close_time = 100ms;
    limits.connections_per_address = 1000;
    const TestServer there(
        [](const Request& request, const Respond& respond) {
            respond({200, {}, std::string(request.path == "/long" ? 5'000'000 : 10, 'x')});
        },
        limits);
    const auto port = there.port();
    const std::string hello = client_hello();
    std::deque<RawSocket> silent;
    for (int i = 0; i < 100; ++i)
        silent.emplace_back(port);
    const Nuisance breaks_off([&] {
        RawSocket(port).send(hello);
        std::this_thread::sleep_for(20ms);
    });
    const Nuisance drips([&] {
        TlsSocket client(port);
        while (client.send("X"))
            std::this_thread::sleep_for(5ms);
    });
    const Nuisance never_reads([&] {
        TlsSocket client(port);
        while (client.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n"))
            std::this_thread::sleep_for(5ms);
    });
    const Nuisance refused([&] {
        TlsSocket client(port);
        client.send(std::string(20'000, 'x'));
        client.receive_all();
    });
    const Nuisance slow_body([&] {
        TlsSocket client(port);
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
        while (client.send("x"))
            std::this_thread::sleep_for(5ms);
    });
    int good = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i)
        good += is_answered(port) ? 1 : 0;
    CHECK(good == 50);
    CHECK(std::chrono::steady_clock::now() - begin < 60s);
}
